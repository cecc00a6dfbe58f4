package io.harden4j.examples.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The changing tools of one tenant. They run inside the caller's transaction. */
final class OrderChanges {
  private final Sql sql;
  private final OrderReader reader;
  private final LocalDate today;

  OrderChanges(Sql sql, OrderReader reader, LocalDate today) {
    this.sql = sql;
    this.reader = reader;
    this.today = today;
  }

  /**
   * Pays money back.
   *
   * @param iban another account than the one that paid. This server obeys: whether it may be named is for the policy of
   *     the caller, which is what the example shows
   */
  ObjectNode refund(String orderId, BigDecimal amount, @Nullable String iban, String reason)
      throws SQLException {
    String currency = reader.text(orderId, "currency");
    long cents = cents(amount);
    long refundable = reader.refundableCents(orderId);
    if (cents > refundable) {
      throw new RefusedCallException("order " + orderId + " has only " + Json.amount(refundable)
          + " " + currency + " left to refund, " + amount.toPlainString()
          + " was asked for; look at its refunds with find_order");
    }
    String target = iban == null ? null : Iban.checked(iban);
    String paidTo = target == null ? originalAccount(orderId) : target;
    long number = sql.insert(
        "INSERT INTO refunds (order_id, amount_cents, paid_to, iban, reason, created_on) VALUES (?, ?, ?, ?, ?, ?)",
        orderId,
        cents,
        paidTo,
        target,
        reason,
        today.toString());
    return Json.object()
        .put("refund_id", String.format(Locale.ROOT, "R-%06d", number))
        .put("order_id", orderId)
        .put("amount", Json.amount(cents))
        .put("currency", currency)
        .put("paid_to", paidTo)
        .put("created_on", today.toString())
        .put("still_refundable", Json.amount(refundable - cents));
  }

  ObjectNode note(String orderId, String text) throws SQLException {
    reader.text(orderId, "status");
    long number = sql.insert(
        "INSERT INTO notes (order_id, text, created_on) VALUES (?, ?, ?)",
        orderId,
        text,
        today.toString());
    return Json.object()
        .put("note_id", String.format(Locale.ROOT, "N-%06d", number))
        .put("order_id", orderId)
        .put("created_on", today.toString());
  }

  private String originalAccount(String orderId) throws SQLException {
    return reader.payment(orderId).orElseThrow().path("account").asText();
  }

  private static long cents(BigDecimal amount) {
    try {
      long cents = amount.movePointRight(2).longValueExact();
      if (cents > 0) {
        return cents;
      }
    } catch (ArithmeticException e) {
      // Falls through: more than two decimals, or more money than there is.
    }
    throw new RefusedCallException(
        "amount must be more than 0 and have at most two decimals, for example 89.90");
  }
}
