package io.harden4j.examples.orders;

import java.util.List;
import java.util.Map;

/**
 * What delivery to a country takes and costs, as on the handbook's page on shipping. Costs are cents.
 *
 * @param minDays       fewest working days on the way
 * @param maxDays       most working days on the way; the promised date counts these
 * @param freeFromCents goods of this value and more travel free
 */
record DeliveryTerms(int minDays, int maxDays, long costCents, long freeFromCents) {
  private static final DeliveryTerms REST_OF_EU = new DeliveryTerms(5, 9, 14_90, 150_00);
  private static final DeliveryTerms BENELUX = new DeliveryTerms(2, 4, 8_90, 100_00);
  private static final DeliveryTerms NEAR = new DeliveryTerms(3, 5, 9_90, 120_00);
  private static final DeliveryTerms FAR = new DeliveryTerms(4, 7, 12_90, 150_00);
  private static final DeliveryTerms BULKY = new DeliveryTerms(5, 8, 59_90, Long.MAX_VALUE);
  private static final DeliveryTerms BULKY_NEAR = new DeliveryTerms(5, 8, 29_90, Long.MAX_VALUE);
  private static final Map<String, DeliveryTerms> PARCELS = Map.ofEntries(
      Map.entry("DE", new DeliveryTerms(1, 2, 4_90, 60_00)),
      Map.entry("AT", new DeliveryTerms(2, 3, 6_90, 80_00)),
      Map.entry("NL", BENELUX),
      Map.entry("BE", BENELUX),
      Map.entry("FR", NEAR),
      Map.entry("PL", NEAR),
      Map.entry("IT", FAR),
      Map.entry("ES", FAR),
      Map.entry("SE", FAR),
      Map.entry("US", new DeliveryTerms(3, 6, 7_90, 75_00)));
  private static final List<String> BATTERY_COUNTRIES =
      List.of("DE", "AT", "NL", "BE", "LU", "FR", "US");

  /** Returns the terms for goods to {@code country}, as freight if one of them is bulky. */
  static DeliveryTerms of(String country, boolean bulky) {
    if (!bulky) {
      return PARCELS.getOrDefault(country, REST_OF_EU);
    }
    return country.equals("DE") || country.equals("AT") ? BULKY_NEAR : BULKY;
  }

  /** Tells whether {@code product} may be sent to {@code country} at all. */
  static boolean allow(Product product, String country) {
    return !product.dangerous() || BATTERY_COUNTRIES.contains(country);
  }

  /** Returns what delivery of goods of this value costs. */
  long cost(long goodsCents) {
    return goodsCents >= freeFromCents ? 0 : costCents;
  }
}
