package io.harden4j.examples.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of the order server: {@code --db PATH --tenant ID}, both required. */
record ServerOptions(Path database, String tenant) {
  private static final Set<String> NAMES = Set.of("--db", "--tenant");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with the usage if an option is missing or unknown, or the database is not there
   */
  static ServerOptions parse(String... args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    if (args.length % 2 != 0 || !options.keySet().equals(NAMES)) {
      throw new IllegalArgumentException("usage: OrderServer --db PATH --tenant ID");
    }
    Path database = Path.of(options.getOrDefault("--db", ""));
    String tenant = options.getOrDefault("--tenant", "");
    List<String> tenants = Arrays.stream(Shop.values()).map(Shop::tenant).toList();
    if (!tenants.contains(tenant)) {
      throw new IllegalArgumentException("unknown tenant '" + tenant + "'; known: " + tenants);
    }
    if (!Files.isRegularFile(database)) {
      throw new IllegalArgumentException(
          "no database at " + database + "; make it with OrderDatabase.createIfMissing");
    }
    return new ServerOptions(database, tenant);
  }
}
