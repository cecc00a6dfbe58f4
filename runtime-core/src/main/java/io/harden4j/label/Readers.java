package io.harden4j.label;

import io.harden4j.identity.Principal;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may see a value: everyone, or the listed readers such as {@code tenant:acme}, {@code user:ana}, {@code group:finance}.
 * Immutable.
 *
 * @param everyone true if there is no restriction; then {@code ids} is empty
 * @param ids      readers; empty with {@code everyone == false} means nobody
 */
public record Readers(boolean everyone, Set<String> ids) {
  /** No restriction. */
  public static final Readers EVERYONE = new Readers(true, Set.of());

  /** Copies the ids. */
  public Readers {
    if (everyone && !ids.isEmpty()) {
      throw new IllegalArgumentException("readers are either everyone or a list, not both: " + ids);
    }
    ids = Set.copyOf(ids);
  }

  /** Returns exactly these readers. */
  public static Readers only(String... ids) {
    return new Readers(false, Set.of(ids));
  }

  /** Returns those who may see both: the meet of the lattice. */
  public Readers intersect(Readers other) {
    if (everyone) {
      return other;
    }
    if (other.everyone || ids.equals(other.ids)) {
      return this;
    }
    Set<String> both = new HashSet<>(ids);
    both.retainAll(other.ids);
    return new Readers(false, both);
  }

  /** Says whether a principal is among them: itself, one of its groups, or its tenant. */
  public boolean admits(Principal who) {
    return everyone
        || ids.contains("user:" + who.id())
        || ids.contains("tenant:" + who.tenant().id())
        || who.groups().stream().anyMatch(group -> ids.contains("group:" + group));
  }

  /** Says whether everybody in {@code destination} may see the value. */
  public boolean covers(Readers destination) {
    return everyone || (!destination.everyone && ids.containsAll(destination.ids));
  }
}
