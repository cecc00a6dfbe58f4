package io.harden4j.examples.desk;

/** Where the answer to a question is to be found. */
enum Lookup {
  /** In the rules of the shop. */
  HANDBOOK,
  /** In the customer's order. */
  ORDERS,
  /** In both. */
  BOTH;

  boolean readsHandbook() {
    return this != ORDERS;
  }

  boolean readsOrders() {
    return this != HANDBOOK;
  }
}
