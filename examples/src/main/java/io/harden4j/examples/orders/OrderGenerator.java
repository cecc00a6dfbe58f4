package io.harden4j.examples.orders;

import io.harden4j.examples.orders.Order.Item;
import io.harden4j.examples.orders.Order.Payment;
import io.harden4j.examples.orders.Order.Refund;
import io.harden4j.examples.orders.Order.Shipment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Invents orders that fit the handbook's rules. The same seed and day give the same orders on every machine: the
 * algorithm of {@link Random} is part of its specification. Not safe for concurrent use; one instance, one run.
 */
final class OrderGenerator {
  private static final int OLDEST_DAYS = 540;
  /** One order in ten lies in the last days, so that enough of them are still on their way. */
  private static final int BUSY_DAYS = 8;

  private final Random random;
  private final LocalDate today;
  private final Catalogue catalogue;
  private final List<Product> products;

  OrderGenerator(Catalogue catalogue, LocalDate today, long seed) {
    this.random = new Random(seed);
    this.today = today;
    this.catalogue = catalogue;
    this.products = List.copyOf(catalogue.products());
  }

  /**
   * Returns the fixed orders and invented ones of both shops, {@code total} together, sorted by number. The fixed
   * customers get no invented orders.
   */
  List<Order> orders(List<Customer> customers, int total) {
    List<Order> orders = new ArrayList<>(new FixedOrders(catalogue, today).orders());
    Set<String> taken = orders.stream().map(Order::orderId).collect(Collectors.toSet());
    int open = total - orders.size();
    addOrders(orders, taken, Shop.EU, customers, open * 7 / 10);
    addOrders(orders, taken, Shop.US, customers, total - orders.size());
    orders.sort((left, right) -> left.orderId().compareTo(right.orderId()));
    return List.copyOf(orders);
  }

  /** Numbers are drawn, not counted, so that they do not tell how much a shop sells. */
  private void addOrders(
      List<Order> orders, Set<String> taken, Shop shop, List<Customer> customers, int count) {
    List<Customer> buyers = customers.stream()
        .filter(customer -> customer.shop() == shop && !FixedOrders.customers().contains(customer))
        .toList();
    List<String> numbers = IntStream.range(1000, 1000 + 3 * count)
        .mapToObj(number -> shop.orderPrefix() + "-" + number)
        .filter(Predicate.not(taken::contains))
        .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(numbers, random);
    numbers.stream().limit(count).map(number -> order(number, pick(buyers))).forEach(orders::add);
  }

  private Order order(String orderId, Customer customer) {
    LocalDate day =
        today.minusDays(random.nextInt(random.nextInt(10) == 0 ? BUSY_DAYS : OLDEST_DAYS));
    List<Item> items = items(customer.country());
    DeliveryTerms terms = DeliveryTerms.of(customer.country(), bulky(items));
    String status = statusAt(day, terms);
    long shipping = terms.cost(Order.goodsCents(items));
    long total = Order.goodsCents(items) + shipping;
    Payment payment =
        status.equals("new") || status.equals("preorder") ? null : payment(customer, day, total);
    Shipment shipment = shipment(status, day, terms, bulky(items));
    List<Refund> refunds =
        payment == null ? List.of() : refunds(status, day, shipment, items, total);
    return new Order(orderId, customer, status, day, items, shipping, payment, shipment, refunds);
  }

  /** A bulky product travels alone; everything else comes with up to three companions. */
  private List<Item> items(String country) {
    Product first = pick(products);
    if (!DeliveryTerms.allow(first, country)) {
      return items(country);
    }
    if (first.bulky()) {
      return List.of(new Item(first, 1));
    }
    List<Item> items = new ArrayList<>(List.of(new Item(first, 1)));
    products.stream()
        .filter(product -> !product.bulky() && !product.equals(first))
        .skip(random.nextInt(products.size() - 10))
        .limit(random.nextInt(4))
        .forEach(product -> items.add(new Item(product, 1 + random.nextInt(2))));
    return items;
  }

  private String statusAt(LocalDate day, DeliveryTerms terms) {
    int age = WorkingDays.between(day, today);
    int chance = random.nextInt(100);
    if (chance < 4) {
      return "cancelled";
    }
    if (age <= 1) {
      return pick(List.of("new", "paid", "paid", "packed", "preorder"));
    }
    if (age <= terms.maxDays() + 1) {
      return "shipped";
    }
    if (age > 30 && chance < 6) {
      return "lost";
    }
    return age > 15 && chance < 14 ? "returned" : "delivered";
  }

  private Payment payment(Customer customer, LocalDate day, long total) {
    boolean invoice = total <= 800_00
        && (customer.country().equals("DE") || customer.country().equals("AT"));
    String digits = String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
    return switch (random.nextInt(invoice ? 10 : 8)) {
      case 0, 1, 2 -> new Payment("card", "Visa ending " + digits, day);
      case 3, 4 -> new Payment("card", "Mastercard ending " + digits, day);
      case 5, 6 -> new Payment("paypal", "PayPal account", day);
      case 7 -> new Payment("bank_transfer", "Bank account ending " + digits, day);
      default -> new Payment("invoice", "Invoice, 30 days", day);
    };
  }

  private @Nullable Shipment shipment(
      String status, LocalDate day, DeliveryTerms terms, boolean bulky) {
    if (Set.of("new", "preorder", "paid", "cancelled").contains(status)) {
      return null;
    }
    LocalDate dispatched = WorkingDays.after(day, status.equals("packed") ? 0 : 1);
    LocalDate promised = WorkingDays.after(dispatched, terms.maxDays());
    String carrier = bulky ? "Cargoflott" : "Paketlinie";
    int onTheWay = terms.minDays() + random.nextInt(terms.maxDays() - terms.minDays() + 1);
    LocalDate arrival = earlier(WorkingDays.after(dispatched, onTheWay), today);
    return switch (status) {
      case "packed" ->
        new Shipment(carrier, "label_created", dispatched, promised, dispatched, null);
      case "shipped" ->
        new Shipment(
            carrier,
            "in_transit",
            dispatched,
            promised,
            earlier(dispatched.plusDays(1), today),
            null);
      case "lost" ->
        new Shipment(carrier, "lost", dispatched, promised, dispatched.plusDays(1), null);
      default -> new Shipment(carrier, "delivered", dispatched, promised, arrival, arrival);
    };
  }

  private List<Refund> refunds(
      String status, LocalDate day, @Nullable Shipment shipment, List<Item> items, long total) {
    LocalDate scanned = shipment == null ? day : shipment.lastScanOn();
    return switch (status) {
      case "cancelled" -> List.of(new Refund(total, "cancelled before packing", day));
      case "lost" -> List.of(new Refund(total, "parcel lost", WorkingDays.after(scanned, 18)));
      case "returned" ->
        List.of(
            new Refund(Order.goodsCents(items), "return", earlier(scanned.plusDays(14), today)));
      case "delivered" ->
        random.nextInt(40) > 0
            ? List.of()
            : List.of(new Refund(
                items.get(0).totalCents(),
                "damaged on arrival",
                earlier(scanned.plusDays(3), today)));
      default -> List.of();
    };
  }

  private static boolean bulky(List<Item> items) {
    return items.stream().anyMatch(item -> item.product().bulky());
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
