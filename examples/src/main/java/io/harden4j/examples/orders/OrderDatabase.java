package io.harden4j.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Makes the shop's order database: a SQLite file with 400 customers, 60 products and 3,000 orders of the two tenants
 * {@code shop-eu} and {@code shop-us}. The same day and seed give the same data.
 */
public final class OrderDatabase {
  /** The day the data ends with, so that "delivered 6 days ago" stays true whenever an example runs. */
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  /** The seed of the examples. */
  public static final long SEED = 42;

  private static final int CUSTOMERS = 400;
  private static final int ORDERS = 3_000;
  private static final int BUSY_MILLIS = 5_000;

  private OrderDatabase() {}

  /**
   * Makes the database with {@link #TODAY} and {@link #SEED} unless the file is there already.
   *
   * @return true if the file was made now
   * @throws UncheckedIOException if the file cannot be written
   */
  public static boolean createIfMissing(Path file) {
    if (Files.exists(file)) {
      return false;
    }
    create(file, TODAY, SEED);
    return true;
  }

  /**
   * Makes the database. The file appears complete or not at all.
   *
   * @param today the last day that an order can have
   * @param seed  the same seed gives the same data
   * @throws UncheckedIOException if the file is there already or cannot be written
   */
  public static void create(Path file, LocalDate today, long seed) {
    Path target = file.toAbsolutePath();
    if (Files.exists(target)) {
      throw new UncheckedIOException(new FileAlreadyExistsException(
          target.toString(), null, "delete it first, or use createIfMissing to keep it"));
    }
    try {
      Files.createDirectories(target.getParent());
      Path draft = Files.createTempFile(target.getParent(), "orders", ".draft");
      try {
        fill(draft, today, seed);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException | SQLException e) {
      throw new UncheckedIOException(
          new IOException("order database " + target + " was not made: " + e.getMessage(), e));
    }
  }

  /**
   * Returns what servers executed on this database, oldest first; a server may run meanwhile.
   *
   * @throws UncheckedIOException if the file is not an order database
   */
  public static List<ExecutedCall> executedCalls(Path file) {
    try (Connection connection = open(file)) {
      return new Sql(connection)
          .query(
              "SELECT at, tenant, tool, arguments, idempotency_key, outcome FROM call_log ORDER BY at",
              row -> new ExecutedCall(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6)));
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("call log of " + file + " cannot be read: " + e.getMessage(), e));
    }
  }

  private static void fill(Path draft, LocalDate today, long seed) throws SQLException {
    Catalogue catalogue = Catalogue.load();
    List<Customer> customers = new CustomerGenerator(seed).customers(CUSTOMERS);
    List<Order> orders = new OrderGenerator(catalogue, today, seed).orders(customers, ORDERS);
    try (Connection connection = open(draft)) {
      connection.setAutoCommit(false);
      createTables(connection);
      new OrderWriter(connection).write(today, seed, catalogue, customers, orders);
      connection.commit();
    }
  }

  private static void createTables(Connection connection) throws SQLException {
    String script = Resources.text("schema.sql").replaceAll("--[^\n]*", "");
    try (Statement statement = connection.createStatement()) {
      for (String command : script.split(";", -1)) {
        if (!command.isBlank()) {
          statement.execute(command);
        }
      }
    }
  }

  /** Opens the file; a command waits a few seconds for another process that is writing. */
  static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }
}
