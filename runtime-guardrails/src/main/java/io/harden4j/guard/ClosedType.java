package io.harden4j.guard;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A type with so few values that none of them can carry a message: what a node without tools may take out of untrusted text, and what may then be endorsed with
 * {@code ctx.endorse(...)}, which records it. Anything but exactly one value is no value. Immutable; thread-safe.
 *
 * @param <T> type of the values
 */
public final class ClosedType<T> {
  private static final int LONGEST = 40;
  private static final int MOST = 1_000;

  private final String name;
  private final String values;
  private final Function<String, Optional<T>> parser;

  private ClosedType(String name, Function<String, Optional<T>> parser) {
    this(name, "", parser);
  }

  private ClosedType(String name, String values, Function<String, Optional<T>> parser) {
    this.name = name;
    this.values = values;
    this.parser = parser;
  }

  /** Returns the type of these words, at most 1,000 of at most 40 characters; case and a closing stop do not count. */
  public static ClosedType<String> oneOf(String... words) {
    Set<String> known = checked(Set.of(words));
    return new ClosedType<>(
        "one of " + known,
        text -> known.stream()
            .filter(word -> Normal.fold(word).equals(Normal.fold(bare(text))))
            .findFirst());
  }

  /** Returns the type of these ids, letter by letter. */
  public static ClosedType<String> idFrom(Collection<String> ids) {
    Set<String> known = checked(ids);
    return new ClosedType<>(
        "id of a list of " + known.size(),
        known.toString(),
        text -> Optional.of(text).filter(known::contains));
  }

  private static Set<String> checked(Collection<String> words) {
    boolean open = words.isEmpty()
        || words.size() > MOST
        || words.stream().anyMatch(w -> w.isBlank() || w.length() > LONGEST);
    if (open) {
      throw new InvalidPolicyException("a closed type has 1 to " + MOST + " values of at most "
          + LONGEST + " characters; longer ones could say something");
    }
    return new TreeSet<>(words);
  }

  /** Returns the type of plain decimal numbers between two, both included. */
  public static ClosedType<BigDecimal> number(long least, long most) {
    if (least > most) {
      throw new InvalidPolicyException(
          "no number is between " + least + " and " + most + "; swap them");
    }
    return new ClosedType<>(
        "number from " + least + " to " + most,
        text -> Amounts.exact(text)
            .filter(n -> n.compareTo(BigDecimal.valueOf(least)) >= 0
                && n.compareTo(BigDecimal.valueOf(most)) <= 0));
  }

  /** Returns the type of days between two, both included, written like 2026-05-13. */
  public static ClosedType<LocalDate> date(LocalDate first, LocalDate last) {
    if (first.isAfter(last)) {
      throw new InvalidPolicyException(
          "no day is between " + first + " and " + last + "; swap them");
    }
    return new ClosedType<>("day from " + first + " to " + last, text -> {
      try {
        return Optional.of(LocalDate.parse(text))
            .filter(day -> !day.isBefore(first) && !day.isAfter(last));
      } catch (DateTimeException noDay) {
        return Optional.empty();
      }
    });
  }

  /** Returns the one value that the text is, or empty. White space around it does not count. */
  public Optional<T> parse(String text) {
    String stripped = text.strip();
    return stripped.length() > LONGEST + 2 || !Normal.isPlain(stripped)
        ? Optional.empty()
        : parser.apply(stripped);
  }

  /** Returns the type with all it depends on: a part of a policy's text and hash. */
  String describe() {
    return values.isEmpty() ? name : name + ": " + values;
  }

  private static String bare(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public String toString() {
    return name;
  }
}
