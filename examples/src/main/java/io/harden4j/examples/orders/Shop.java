package io.harden4j.examples.orders;

import java.util.List;

/** The two shops whose orders lie in one database; each is a tenant that never sees the other. */
enum Shop {
  EU(
      "shop-eu",
      "A",
      "EUR",
      List.of("DE", "DE", "DE", "DE", "AT", "AT", "NL", "BE", "FR", "FR", "IT", "ES", "PL", "SE")),
  US("shop-us", "U", "USD", List.of("US"));

  private final String tenant;
  private final String orderPrefix;
  private final String currency;
  private final List<String> countries;

  Shop(String tenant, String orderPrefix, String currency, List<String> countries) {
    this.tenant = tenant;
    this.orderPrefix = orderPrefix;
    this.currency = currency;
    this.countries = countries;
  }

  /** Returns the id of the tenant, for example {@code shop-eu}. */
  String tenant() {
    return tenant;
  }

  /** Returns the letter that the shop's order numbers begin with. */
  String orderPrefix() {
    return orderPrefix;
  }

  String currency() {
    return currency;
  }

  /** Returns where customers live; a country that is named more often has more customers. */
  List<String> countries() {
    return countries;
  }
}
