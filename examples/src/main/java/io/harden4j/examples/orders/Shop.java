package io.harden4j.examples.orders;

/** The two shops whose orders lie in one database; each is a tenant that never sees the other. */
enum Shop {
  EU("shop-eu", "A", "EUR"),
  US("shop-us", "U", "USD");

  private final String tenant;
  private final String orderPrefix;
  private final String currency;

  Shop(String tenant, String orderPrefix, String currency) {
    this.tenant = tenant;
    this.orderPrefix = orderPrefix;
    this.currency = currency;
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
}
