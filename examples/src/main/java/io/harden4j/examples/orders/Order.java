package io.harden4j.examples.orders;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order with everything that hangs on it, before it is written to the database. Amounts are cents.
 *
 * @param status        word of the handbook's page on order statuses
 * @param shippingCents delivery costs
 * @param payment       null until the customer has paid
 * @param shipment      null until the parcel has a label
 */
record Order(
    String orderId,
    Customer customer,
    String status,
    LocalDate orderedOn,
    List<Item> items,
    long shippingCents,
    @Nullable Payment payment,
    @Nullable Shipment shipment,
    List<Refund> refunds) {

  Order {
    items = List.copyOf(items);
    refunds = List.copyOf(refunds);
  }

  long totalCents() {
    return goodsCents(items) + shippingCents;
  }

  /** Returns the payment, or nothing if there is none. */
  Stream<Payment> payments() {
    return payment == null ? Stream.empty() : Stream.of(payment);
  }

  /** Returns the shipment, or nothing if there is none. */
  Stream<Shipment> shipments() {
    return shipment == null ? Stream.empty() : Stream.of(shipment);
  }

  static long goodsCents(List<Item> items) {
    return items.stream().mapToLong(Item::totalCents).sum();
  }

  /** One line of an order. */
  record Item(Product product, int quantity) {
    long totalCents() {
      return product.priceCents() * quantity;
    }
  }

  /** How an order was paid; {@code account} is the hint that staff may see, never a full number. */
  record Payment(String method, String account, LocalDate paidOn) {}

  /** The parcel of an order; {@code deliveredOn} is null on the way. */
  record Shipment(
      String carrier,
      String status,
      LocalDate dispatchedOn,
      LocalDate promisedOn,
      LocalDate lastScanOn,
      @Nullable LocalDate deliveredOn) {}

  /** Money that went back to the original payment method. */
  record Refund(long amountCents, String reason, LocalDate createdOn) {}
}
