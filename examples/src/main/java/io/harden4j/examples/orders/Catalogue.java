package io.harden4j.examples.orders;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The products that both shops sell, in the order of {@code products.csv}. Immutable. */
final class Catalogue {
  private final Map<String, Product> bySku;

  private Catalogue(Map<String, Product> bySku) {
    this.bySku = bySku;
  }

  /** Reads the catalogue that lies beside the handbook. */
  static Catalogue load() {
    Map<String, Product> products = new LinkedHashMap<>();
    Resources.text("products.csv")
        .lines()
        .skip(1)
        .map(Catalogue::parse)
        .forEach(p -> products.put(p.sku(), p));
    return new Catalogue(products);
  }

  private static Product parse(String line) {
    List<String> cells = List.of(line.split(",", -1));
    long cents = new BigDecimal(cells.get(3)).movePointRight(2).longValueExact();
    return new Product(cells.get(0), cells.get(1), cells.get(2), cents);
  }

  Collection<Product> products() {
    return bySku.values();
  }

  Product product(String sku) {
    Product product = bySku.get(sku);
    if (product == null) {
      throw new IllegalArgumentException(
          "no product " + sku + " in products.csv; known: " + bySku.keySet());
    }
    return product;
  }
}
