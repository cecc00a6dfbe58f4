package io.harden4j.observability.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Times, tokens and money for people. What is nothing is empty text. */
final class Amounts {
  private static final int MICRO = 6;

  private Amounts() {}

  static String duration(Duration time) {
    long millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  static String tokens(long input, long output) {
    return input + output == 0 ? "" : String.format(Locale.ROOT, "%,d + %,d tokens", input, output);
  }

  static String cost(long micro) {
    return micro == 0
        ? ""
        : "cost " + BigDecimal.valueOf(micro, MICRO).stripTrailingZeros().toPlainString();
  }

  static String count(long number, String noun) {
    return number == 0 ? "" : number + " " + noun + (number == 1 ? "" : "s");
  }

  static String join(String... parts) {
    return Stream.of(parts).filter(p -> !p.isEmpty()).collect(Collectors.joining("  "));
  }
}
