package io.harden4j.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Makes values fit to be shown. Names and texts may come from users, models and documents: nothing in them moves the cursor or turns the reading order. */
final class Shown {
  private Shown() {}

  /** Returns a text on one line, with what is invisible spelled out. */
  static String line(String text) {
    return spelledOut(text, false);
  }

  /** Returns a text that keeps its line breaks. */
  static String text(String text) {
    return spelledOut(text, true);
  }

  /** Returns a text on one line, cut after so many characters. */
  static String cut(String text, int most) {
    int end = text.offsetByCodePoints(0, Math.min(most, text.codePointCount(0, text.length())));
    int more = text.codePointCount(end, text.length());
    return line(text.substring(0, end)) + (more == 0 ? "" : "... (" + more + " more characters)");
  }

  /** Returns a time, UTC, to the second. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns a stretch of time in the unit that suits it. */
  static String duration(Duration time) {
    long millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  private static String spelledOut(String text, boolean keepsLines) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (isVisible(c) || (keepsLines && c == '\n')) {
        out.appendCodePoint(c);
      } else {
        out.append(String.format("[U+%04X]", c));
      }
    });
    return out.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
