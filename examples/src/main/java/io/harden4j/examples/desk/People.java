package io.harden4j.examples.desk;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;

/** Who has a part in the example. An application builds principals from its own authentication. */
final class People {
  static final String AGENT = "support-agent";
  static final String TEAM_LEAD = "team-lead";
  static final Tenant SHOP = Tenant.of("shop-eu");

  /** The desk runs for him. */
  static final Principal SAM = Principal.of("sam", SHOP.id(), AGENT);

  /** Releases refunds. */
  static final Principal LEA = Principal.of("lea", SHOP.id(), TEAM_LEAD);

  private People() {}
}
