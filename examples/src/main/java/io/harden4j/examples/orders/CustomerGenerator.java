package io.harden4j.examples.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Invents customers of both shops. Same seed, same customers. Not safe for concurrent use. */
final class CustomerGenerator {
  private static final List<String> FIRST_NAMES = List.of(
      "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Ida", "Jan", "Karla",
      "Leo", "Mara", "Noah", "Olga", "Paul", "Rosa", "Samuel", "Tilda", "Viktor", "Wanda", "Yara",
      "Zoe", "Anton", "Bruno", "Celia", "Dario", "Edda", "Frida", "Gustav", "Hanna", "Ivo", "Julia",
      "Kasper", "Lucia", "Milan", "Nora", "Oskar", "Pia", "Ruben");
  private static final List<String> LAST_NAMES = List.of(
      "Adler", "Berg", "Costa", "Dahl", "Engel", "Fischer", "Garcia", "Huber", "Ivanov", "Jansen",
      "Keller", "Larsen", "Moreau", "Novak", "Olsen", "Peters", "Quist", "Ricci", "Santos", "Tamm",
      "Urban", "Vogel", "Winter", "Young", "Zimmer", "Almeida", "Bianchi", "Carlsen", "Duval",
      "Eriksen");
  /** A country that is named more often has more customers. */
  private static final List<String> EU_COUNTRIES =
      List.of("DE", "DE", "DE", "DE", "AT", "AT", "NL", "BE", "FR", "FR", "IT", "ES", "PL", "SE");

  private final Random random;

  CustomerGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** Returns the fixed customers first, then invented ones, {@code total} together; seven of ten live in the EU. */
  List<Customer> customers(int total) {
    List<Customer> customers = new ArrayList<>(FixedOrders.customers());
    while (customers.size() < total) {
      customers.add(customer(customers.size() + 1));
    }
    return List.copyOf(customers);
  }

  private Customer customer(int number) {
    Shop shop = random.nextInt(10) < 7 ? Shop.EU : Shop.US;
    String first = pick(FIRST_NAMES);
    String last = pick(LAST_NAMES);
    String country = shop == Shop.EU ? pick(EU_COUNTRIES) : "US";
    String email = (first + "." + last + number + "@example.com").toLowerCase(Locale.ROOT);
    return new Customer(
        String.format(Locale.ROOT, "C-%04d", number), shop, first + " " + last, email, country);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
