package io.harden4j.guard.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.LeafCheck;
import io.harden4j.guard.governor.LeafCheck.Refused;
import io.harden4j.guard.governor.Leaves;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.tool.GuardRequest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only amounts that every reader takes for the same number: a JSON number, more than 0, at most a maximum, with no more digits behind the point
 * than the currency has. Texts are refused unless {@link #orText() said otherwise}, and then have to be digits with at most one point: no signs, groups,
 * exponents, symbols or digits of other scripts.
 *
 * <p><b>Thread safety.</b> Immutable; safe for concurrent use.
 */
public final class AmountGovernor implements Governor {
  private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]{0,14})(\\.[0-9]{1,8})?");
  private static final String CODE = "AMOUNT_NOT_PERMITTED";

  private final BigDecimal most;
  private final int fraction;
  private final boolean text;
  private final @Nullable String currencyAt;
  private final Set<String> currencies;

  private AmountGovernor(
      BigDecimal most,
      int fraction,
      boolean text,
      @Nullable String currencyAt,
      Set<String> currencies) {
    this.most = most;
    this.fraction = fraction;
    this.text = text;
    this.currencyAt = currencyAt;
    this.currencies = Set.copyOf(currencies);
  }

  /** Permits amounts up to a maximum, with two digits behind the point. */
  public static AmountGovernor upTo(String most) {
    BigDecimal limit = new BigDecimal(most);
    if (limit.signum() <= 0) {
      throw new IllegalArgumentException("a maximum of " + most + " permits no amount");
    }
    return new AmountGovernor(limit, 2, false, null, Set.of());
  }

  /** Sets the number of digits behind the point; ISO 4217 gives 2 for most currencies, 0 for JPY, 3 for KWD. */
  public AmountGovernor fraction(int digits) {
    return new AmountGovernor(most, digits, text, currencyAt, currencies);
  }

  /** Also takes texts of the plain form. */
  public AmountGovernor orText() {
    return new AmountGovernor(most, fraction, true, currencyAt, currencies);
  }

  /**
   * Demands a currency beside the amount: a maximum is one of a currency.
   *
   * @param pointer where it stands, such as {@code /currency}
   * @param codes   permitted codes of ISO 4217
   */
  public AmountGovernor currency(String pointer, String... codes) {
    return new AmountGovernor(most, fraction, text, pointer, Set.of(codes));
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    String toModel = "This amount may not be used here. Give one plain, positive number.";
    if (currencyAt != null) {
      JsonNode currency = request.call().arguments().tree().at(currencyAt);
      if (!currency.isTextual() || !currencies.contains(currency.textValue())) {
        return new Verdict.Refuse(
            "amount",
            CODE,
            toModel,
            "argument " + currencyAt + " is not one of the permitted currencies");
      }
    }
    return LeafCheck.all(request, pointers, "amount", toModel, leaf -> {
      check(number(leaf));
      return Optional.empty();
    });
  }

  private BigDecimal number(Leaves leaf) throws Refused {
    if (leaf.value().isNumber()) {
      return leaf.value().decimalValue();
    }
    if (!text
        || !leaf.value().isTextual()
        || !TEXT.matcher(leaf.value().textValue()).matches()) {
      throw new Refused(CODE, "is not a plain number");
    }
    return new BigDecimal(leaf.value().textValue());
  }

  private void check(BigDecimal amount) throws Refused {
    if (amount.signum() <= 0) {
      throw new Refused(CODE, "is not more than 0");
    }
    if (amount.compareTo(most) > 0) {
      throw new Refused(CODE, "is more than " + most.toPlainString());
    }
    if (amount.signum() != 0 && amount.stripTrailingZeros().scale() > fraction) {
      throw new Refused(CODE, "has more than " + fraction + " digits behind the point");
    }
  }

  @Override
  public String toString() {
    return "AmountGovernor up to " + most.toPlainString() + " fraction " + fraction
        + (text ? " or text" : "") + " " + currencyAt + " " + new TreeSet<>(currencies);
  }
}
