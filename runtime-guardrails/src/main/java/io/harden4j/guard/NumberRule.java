package io.harden4j.guard;

import java.math.BigDecimal;

/** Demands on an argument that is a JSON number. Compared by value, exactly. */
public final class NumberRule extends ArgumentRule<NumberRule> {
  NumberRule(ArgumentRules rules, String pointer) {
    super(rules, pointer, "number");
  }

  @Override
  NumberRule self() {
    return this;
  }

  /** Demands this value or less. */
  public NumberRule atMost(long limit) {
    return atMost(BigDecimal.valueOf(limit));
  }

  /** Demands this value or less. */
  public NumberRule atMost(BigDecimal limit) {
    return demand("at most " + plain(limit), n -> n.decimalValue().compareTo(limit) <= 0);
  }

  /** Demands this value or more. */
  public NumberRule atLeast(long limit) {
    return atLeast(BigDecimal.valueOf(limit));
  }

  /** Demands this value or more. */
  public NumberRule atLeast(BigDecimal limit) {
    return demand("at least " + plain(limit), n -> n.decimalValue().compareTo(limit) >= 0);
  }

  /** Demands exactly this value. */
  public NumberRule equalTo(long value) {
    BigDecimal wanted = BigDecimal.valueOf(value);
    return demand("equal to " + plain(wanted), n -> n.decimalValue().compareTo(wanted) == 0);
  }

  private static String plain(BigDecimal number) {
    return Amounts.normal(number).toPlainString();
  }
}
