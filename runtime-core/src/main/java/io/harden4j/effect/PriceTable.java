package io.harden4j.effect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Prices per model, given by the user: the library ships none. The longest prefix that fits wins. Immutable.
 *
 * @param prices the rows; copied
 */
public record PriceTable(List<Price> prices) {
  /** No prices: money is neither counted nor limited. */
  public static final PriceTable NONE = new PriceTable(List.of());

  /**
   * One row.
   *
   * @param modelPrefix      model names that begin with this
   * @param perMillionInput  price of a million input tokens
   * @param perMillionOutput price of a million output tokens
   */
  public record Price(String modelPrefix, BigDecimal perMillionInput, BigDecimal perMillionOutput) {
    /** Refuses negative prices. */
    public Price {
      if (perMillionInput.signum() < 0 || perMillionOutput.signum() < 0) {
        throw new IllegalArgumentException("a price of model '" + modelPrefix + "' is negative");
      }
    }
  }

  /** Copies the rows. */
  public PriceTable {
    prices = List.copyOf(prices);
  }

  /** Returns the cost in millionths of the currency, rounded up, or empty if no row fits the model. */
  public Optional<Long> microMoney(String model, Usage usage) {
    return prices.stream()
        .filter(p -> model.startsWith(p.modelPrefix()))
        .max(Comparator.comparingInt(p -> p.modelPrefix().length()))
        .map(p -> p.perMillionInput()
            .multiply(BigDecimal.valueOf(usage.inputTokens()))
            .add(p.perMillionOutput().multiply(BigDecimal.valueOf(usage.outputTokens())))
            .setScale(0, RoundingMode.CEILING)
            .longValueExact());
  }
}
