package io.harden4j.examples.desk;

import java.math.BigDecimal;

/**
 * A refund that the model proposes. It names no account: money goes back the way it came.
 *
 * @param order  order number
 * @param amount in the currency of the order
 * @param reason why
 */
record RefundProposal(String order, BigDecimal amount, RefundReason reason) {}
