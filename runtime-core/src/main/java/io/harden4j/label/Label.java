package io.harden4j.label;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a value comes from and who may see it: a point of the product lattice integrity x readers x origins. {@link #join} is
 * associative, commutative and idempotent, with {@link #SYSTEM} as neutral element; what is made from two values carries the
 * join of their labels. Immutable; safe to share.
 *
 * @param integrity the least trusted writer that had a hand in the value
 * @param readers   who may see it
 * @param origins   where it came from, such as {@code doc:returns.md}, {@code tool:orders.find_order}, {@code user:ana}; more
 *                  than {@value #MAX_ORIGINS} collapse into {@code *}, so that a label stays small
 */
public record Label(Integrity integrity, Readers readers, Set<String> origins) {
  /** More origins than this collapse into the single origin {@link #MANY}. */
  public static final int MAX_ORIGINS = 32;

  /** Stands for "too many origins to list"; absorbs all others. */
  public static final String MANY = "*";

  /** The application's own constants: trusted, public, without origin. Neutral in {@link #join}. */
  public static final Label SYSTEM = new Label(Integrity.SYSTEM, Readers.EVERYONE, Set.of());

  /** Copies the origins and collapses too many of them. */
  public Label {
    origins = origins.size() > MAX_ORIGINS || (origins.size() > 1 && origins.contains(MANY))
        ? Set.of(MANY)
        : Set.copyOf(origins);
  }

  /** Returns the label of what a principal typed. */
  public static Label user(Principal principal) {
    return new Label(Integrity.USER, Readers.EVERYONE, Set.of("user:" + principal.id()));
  }

  /** Returns the label of a value that anybody may have written. */
  public static Label untrusted(String origin) {
    return new Label(Integrity.UNTRUSTED, Readers.EVERYONE, Set.of(origin));
  }

  /** Returns the label of a result that the application declared trustworthy. */
  public static Label trustedTool(String origin) {
    return new Label(Integrity.TRUSTED_TOOL, Readers.EVERYONE, Set.of(origin));
  }

  /** Returns the label that a missing or unreadable label reads as: untrusted and private to the tenant. */
  public static Label unknown(Tenant tenant) {
    return new Label(Integrity.UNTRUSTED, Readers.only("tenant:" + tenant.id()), Set.of("unknown"));
  }

  /** Returns the least upper bound: least integrity, common readers, all origins. */
  public Label join(Label other) {
    if (other.equals(SYSTEM)) {
      return this;
    }
    if (equals(SYSTEM)) {
      return other;
    }
    if (absorbs(other)) {
      return this;
    }
    Set<String> union = new HashSet<>(origins);
    union.addAll(other.origins);
    return new Label(integrity.meet(other.integrity), readers.intersect(other.readers), union);
  }

  /** Returns this label with other readers. */
  public Label withReaders(Readers newReaders) {
    return new Label(integrity, newReaders, origins);
  }

  /** Says whether the value is at least as trusted as {@code floor}. */
  public boolean atLeast(Integrity floor) {
    return integrity.atLeast(floor);
  }

  /** Says whether joining {@code other} would change nothing. */
  public boolean absorbs(Label other) {
    return other.integrity.atLeast(integrity)
        && readers.intersect(other.readers).equals(readers)
        && (origins.contains(MANY) || origins.containsAll(other.origins));
  }
}
