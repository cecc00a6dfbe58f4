package io.harden4j.examples.orders;

import io.harden4j.examples.orders.Order.Item;
import io.harden4j.examples.orders.Order.Payment;
import io.harden4j.examples.orders.Order.Refund;
import io.harden4j.examples.orders.Order.Shipment;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orders that questions and tests rely on, whatever the seed. Days count back from the shop's today.
 *
 * <ul>
 *   <li>A-1042 Ana Becker (DE): helmet 89.90 and bottle 12.50, delivered 6 days ago, no refund yet
 *   <li>A-1043 Ana Becker: rain jacket 149.00, delivered 41 days ago, so too late to return
 *   <li>A-1107 Jonas Weber (DE): 40.30 with 4.90 delivery; 6 working days late, last scan 7 working days ago
 *   <li>A-1188 Sofia Rossi (IT): backpack 129.00 and 12.90 delivery, damaged and already refunded in full
 *   <li>A-1201 Lena Hoffmann (AT): gravel bike 1,899.00, delivered 12 days ago
 *   <li>A-1266 Pieter de Vries (NL): pre-ordered tent 389.00
 *   <li>A-1299 Emil Nowak (PL): recalled rear light 39.90, delivered seven months ago
 *   <li>A-1310 Claire Dubois (FR): down jacket 219.00, declared lost, not refunded yet
 *   <li>A-1322 Jonas Weber: multi-tool 32.90, bottle 12.50 and 4.90 delivery, paid today and not packed
 *   <li>U-1042 Grace Miller (US): an order of the other tenant
 * </ul>
 */
final class FixedOrders {
  private final Catalogue catalogue;
  private final LocalDate today;

  FixedOrders(Catalogue catalogue, LocalDate today) {
    this.catalogue = catalogue;
    this.today = today;
  }

  static List<Customer> customers() {
    return List.of(
        new Customer("C-0001", Shop.EU, "Ana Becker", "ana.becker@example.com", "DE"),
        new Customer("C-0002", Shop.EU, "Jonas Weber", "jonas.weber@example.com", "DE"),
        new Customer("C-0003", Shop.EU, "Sofia Rossi", "sofia.rossi@example.com", "IT"),
        new Customer("C-0004", Shop.EU, "Lena Hoffmann", "lena.hoffmann@example.com", "AT"),
        new Customer("C-0005", Shop.EU, "Pieter de Vries", "pieter.devries@example.com", "NL"),
        new Customer("C-0006", Shop.EU, "Emil Nowak", "emil.nowak@example.com", "PL"),
        new Customer("C-0007", Shop.EU, "Claire Dubois", "claire.dubois@example.com", "FR"),
        new Customer("C-0008", Shop.US, "Grace Miller", "grace.miller@example.com", "US"));
  }

  List<Order> orders() {
    return List.of(
        order(
            "A-1042",
            0,
            "delivered",
            9,
            visa("4242", 9),
            parcel(8, 4, 6, "delivered"),
            item("HEL-210"),
            item("BOT-750")),
        order(
            "A-1043",
            0,
            "delivered",
            45,
            visa("4242", 45),
            parcel(44, 42, 41, "delivered"),
            item("JAC-400")),
        order(
            "A-1107",
            1,
            "shipped",
            11,
            payPal(11),
            parcel(10, 8, 9, "in_transit"),
            item("TNT-230"),
            item("BOT-750")),
        damagedBackpack(),
        order(
            "A-1201",
            3,
            "delivered",
            22,
            transfer("0815", 21),
            parcel(20, 8, 12, "delivered"),
            item("BIK-100")),
        order("A-1266", 4, "preorder", 25, null, null, item("TNT-210")),
        order(
            "A-1299",
            5,
            "delivered",
            225,
            visa("1881", 225),
            parcel(223, 216, 218, "delivered"),
            item("LGT-400")),
        order("A-1310", 6, "lost", 40, payPal(40), parcel(39, 32, 37, "lost"), item("JAC-420")),
        order("A-1322", 1, "paid", 0, payPal(0), null, item("TOO-800"), item("BOT-750")),
        order(
            "U-1042",
            7,
            "delivered",
            14,
            visa("0005", 14),
            parcel(13, 5, 8, "delivered"),
            item("HEL-220")));
  }

  private Order damagedBackpack() {
    Order order = order(
        "A-1188",
        2,
        "delivered",
        30,
        visa("7731", 30),
        parcel(29, 18, 21, "delivered"),
        item("BAG-300"));
    Refund refund = new Refund(order.totalCents(), "damaged on arrival", today.minusDays(17));
    return new Order(
        order.orderId(),
        order.customer(),
        order.status(),
        order.orderedOn(),
        order.items(),
        order.shippingCents(),
        order.payment(),
        order.shipment(),
        List.of(refund));
  }

  private Order order(
      String id,
      int customer,
      String status,
      int daysAgo,
      @Nullable Payment payment,
      @Nullable Shipment shipment,
      Item... lines) {
    Customer buyer = customers().get(customer);
    List<Item> items = List.of(lines);
    boolean bulky = items.stream().anyMatch(item -> item.product().bulky());
    long shipping = DeliveryTerms.of(buyer.country(), bulky).cost(Order.goodsCents(items));
    Shipment sent = shipment != null && bulky ? freight(shipment) : shipment;
    return new Order(
        id, buyer, status, today.minusDays(daysAgo), items, shipping, payment, sent, List.of());
  }

  private Item item(String sku) {
    return new Item(catalogue.product(sku), 1);
  }

  private Payment visa(String lastDigits, int daysAgo) {
    return new Payment("card", "Visa ending " + lastDigits, today.minusDays(daysAgo));
  }

  private Payment payPal(int daysAgo) {
    return new Payment("paypal", "PayPal account", today.minusDays(daysAgo));
  }

  private Payment transfer(String lastDigits, int daysAgo) {
    return new Payment(
        "bank_transfer", "Bank account ending " + lastDigits, today.minusDays(daysAgo));
  }

  private Shipment parcel(int dispatched, int promised, int lastScan, String status) {
    LocalDate scan = today.minusDays(lastScan);
    return new Shipment(
        "Paketlinie",
        status,
        today.minusDays(dispatched),
        today.minusDays(promised),
        scan,
        status.equals("delivered") ? scan : null);
  }

  private static Shipment freight(Shipment parcel) {
    return new Shipment(
        "Cargoflott",
        parcel.status(),
        parcel.dispatchedOn(),
        parcel.promisedOn(),
        parcel.lastScanOn(),
        parcel.deliveredOn());
  }
}
