package io.harden4j.examples.orders;

/**
 * Something the shop sells.
 *
 * @param priceCents price of one piece in cents of the shop's currency
 */
record Product(String sku, String name, String category, long priceCents) {

  /** Tells whether it travels as freight instead of in a parcel. */
  boolean bulky() {
    return category.equals("bike") || dangerous();
  }

  /** Tells whether it holds a large battery, which only some countries may get. */
  boolean dangerous() {
    return category.equals("e-bike") || category.equals("battery");
  }
}
