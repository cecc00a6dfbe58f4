package io.harden4j.ollama.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * What a thousand runs cost on hardware of one's own or on rent. The model is free, the hardware is not. Prices are the caller's, in
 * the caller's currency; the library ships none.
 */
public sealed interface RunCost {
  /** What a report prints; one line. */
  String text();

  /**
   * A price.
   *
   * @param per1000Runs in the currency of the given price, rounded to cents
   * @param arithmetic how it came about
   */
  record Priced(BigDecimal per1000Runs, String arithmetic) implements RunCost {
    @Override
    public String text() {
      return per1000Runs.toPlainString() + " per 1,000 runs: " + arithmetic;
    }
  }

  /**
   * No price, since the hardware cannot do the work.
   *
   * @param why the load against the slots
   */
  record Refused(String why) implements RunCost {
    @Override
    public String text() {
      return why;
    }
  }

  /**
   * Capacity that is rented by the hour and kept busy to this share: {@code price / 3600 x S x 1000 / (slots x utilisation)}.
   *
   * @throws IllegalArgumentException if the price is negative, there is no slot, or the share is not positive
   */
  static RunCost elastic(
      BigDecimal pricePerHour, ServiceTime service, int slots, double utilisation) {
    requirePrice(pricePerHour);
    if (slots < 1 || !(utilisation > 0)) {
      throw new IllegalArgumentException(
          "a cost needs at least one slot and a positive utilisation");
    }
    if (utilisation >= 1) {
      return new Refused(
          "UNSTABLE: slots that are always busy let waits grow without end; plan below 1");
    }
    double runsPerHour = slots * utilisation * 3600 / service.seconds();
    String text = String.format(
        Locale.ROOT,
        "%s an hour / 3600 x %.1f s x 1000 / (%d slots x %.0f %% busy), service time %s",
        pricePerHour.toPlainString(),
        service.seconds(),
        slots,
        utilisation * 100,
        service.origin().word());
    return new Priced(per1000(pricePerHour, BigDecimal.valueOf(runsPerHour)), text);
  }

  /**
   * A machine that is paid whether it works or not: {@code cost a month / runs a month x 1000}. The honest number for most teams.
   *
   * @param costPerMonth price or depreciation, with power
   * @param runsPerMonth spread over 30 days
   * @throws IllegalArgumentException if the price is negative, or there is no run or no slot
   */
  static RunCost alwaysOn(
      BigDecimal costPerMonth, long runsPerMonth, ServiceTime service, int slots) {
    requirePrice(costPerMonth);
    if (runsPerMonth < 1) {
      throw new IllegalArgumentException("a cost per run needs at least one run a month");
    }
    ErlangC queue = new ErlangC(runsPerMonth / (30 * 86_400.0), service.seconds(), slots);
    if (!queue.isStable()) {
      return new Refused(new ServiceLevel.Unstable(queue.load(), slots).text());
    }
    String text = String.format(
        Locale.ROOT,
        "%s a month / %d runs x 1000, the machine %.0f %% busy, service time %s",
        costPerMonth.toPlainString(),
        runsPerMonth,
        queue.utilisation() * 100,
        service.origin().word());
    return new Priced(per1000(costPerMonth, BigDecimal.valueOf(runsPerMonth)), text);
  }

  private static BigDecimal per1000(BigDecimal price, BigDecimal runs) {
    return price
        .multiply(BigDecimal.valueOf(1000))
        .divide(runs, MathContext.DECIMAL64)
        .setScale(2, RoundingMode.HALF_UP);
  }

  private static void requirePrice(BigDecimal price) {
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a price is 0 or more, but is " + price.toPlainString());
    }
  }
}
