package io.harden4j.examples.desk;

import io.harden4j.guard.StandardGuard;
import java.time.Duration;

/** Who may do what. Everything else is denied; the default rules on untrusted text hold without being written down. */
final class DeskPolicy {
  private static final long TEAM_LEAD_LIMIT = 500;

  private DeskPolicy() {}

  static StandardGuard guard() {
    return StandardGuard.builder()
        .role(People.AGENT)
        .may("orders.find_order")
        .may("orders.shipment_status")
        .may("orders.list_orders")
        .may("orders.add_note")
        .mayAfterApproval(
            "orders.refund_order",
            by -> by.role(People.TEAM_LEAD).within(Duration.ofHours(24)),
            arguments -> arguments.number("amount").atMost(TEAM_LEAD_LIMIT))
        .and()
        .approvals(by -> by.role(People.TEAM_LEAD))
        .build();
  }
}
