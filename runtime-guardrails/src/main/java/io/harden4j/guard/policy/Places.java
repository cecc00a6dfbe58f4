package io.harden4j.guard.policy;

import io.harden4j.guard.policy.PolicyFileException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the line of what a message is about, and makes the message. */
final class Places {
  private final String[] lines;

  Places(String text) {
    this.lines = text.split("\n", -1);
  }

  /** Returns the n-th line that names {@code value} as an id or a name, else the n-th that holds {@code key: value} or {@code value:}, or 0. */
  int line(String value, int occurrence) {
    Pattern named =
        Pattern.compile("(^|[\\s{,-])(id|name): " + Pattern.quote(value) + "([\\s,}].*)?$");
    int line = line(occurrence, text -> named.matcher(text).find());
    return line > 0
        ? line
        : line(occurrence, text -> text.endsWith(": " + value) || text.startsWith(value + ":"));
  }

  private int line(int occurrence, Predicate<String> holds) {
    int seen = 0;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].replace("\"", "").replace("'", "").strip();
      if (holds.test(line) && seen++ == occurrence) {
        return i + 1;
      }
    }
    return 0;
  }

  PolicyFileException fault(String at, int occurrence, String message) {
    return new PolicyFileException(Kind.MEANING, line(at, occurrence), message, null);
  }

  <T> T required(@Nullable T value, String at, String field) {
    if (value == null) {
      throw new PolicyFileException(
          Kind.FIELD, line(at, 0), "'" + at + "' needs a field '" + field + "'", null);
    }
    return value;
  }

  <E extends Enum<E>> E constant(Class<E> type, String text, String at) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw fault(
          at,
          0,
          "'" + at + "' names '" + text + "', which is none of "
              + Arrays.toString(type.getEnumConstants()));
    }
  }
}
