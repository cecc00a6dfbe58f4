package io.harden4j.examples.desk;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts as people write them. */
final class Money {
  private Money() {}

  /** Returns the amount with two decimals. */
  static String text(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
