package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.ControlStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all stores in SQL databases keep beside checkpoints: counters, flags and spent grants. Each operation is one transaction.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, also by several processes.
 */
public abstract sealed class JdbcControlStore implements ControlStore, AutoCloseable
    permits JdbcCheckpointStore, SqliteControlStore, PostgresControlStore {
  private static final String NEW_COUNTER =
      "INSERT INTO h4j_counter (name_hash, tenant, name, amount) VALUES (?, ?, ?, 0)"
          + " ON CONFLICT (name_hash) DO NOTHING";
  private static final String RESERVE =
      "UPDATE h4j_counter SET amount = amount + ? WHERE name_hash = ? AND amount <= ?";
  private static final String SETTLE = "UPDATE h4j_counter SET amount ="
      + " CASE WHEN amount + ? < 0 THEN 0 ELSE amount + ? END WHERE name_hash = ?";
  private static final String NEW_FLAG =
      "INSERT INTO h4j_flag (name_hash, tenant_hash, tenant, name, value, version)"
          + " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (name_hash) DO NOTHING";
  private static final String SET_FLAG =
      "UPDATE h4j_flag SET value = ?, version = version + 1 WHERE name_hash = ? AND version = ?";
  private static final String SPEND =
      "INSERT INTO h4j_grant (name_hash, tenant, name) VALUES (?, ?, ?)"
          + " ON CONFLICT (name_hash) DO NOTHING";

  private final Transactions transactions;

  JdbcControlStore(Transactions transactions, Schema schema) {
    this.transactions = transactions;
    schema.install(transactions);
  }

  final Transactions transactions() {
    return transactions;
  }

  @Override
  public final boolean reserve(String tenant, String counter, long amount, long limit) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount is " + amount + "; reserve 0 or more");
    }
    byte[] name = Names.hash(tenant, counter);
    return change("reserve an amount", db -> {
      db.now(Write.of(NEW_COUNTER, name, Names.text(tenant), Names.text(counter)));
      return db.now(Write.of(RESERVE, amount, name, limit - amount)) == 1;
    });
  }

  @Override
  public final void settle(String tenant, String counter, long reserved, long actual) {
    byte[] name = Names.hash(tenant, counter);
    long more = actual - reserved;
    change("settle an amount", db -> {
      db.now(Write.of(NEW_COUNTER, name, Names.text(tenant), Names.text(counter)));
      return db.now(Write.of(SETTLE, more, more, name)) == 1;
    });
  }

  @Override
  public final long counter(String tenant, String counter) {
    String sql = "SELECT amount FROM h4j_counter WHERE name_hash = ?";
    Read<Long> read = Read.of(sql, r -> r.getLong(1), (Object) Names.hash(tenant, counter));
    return transactions.read("read a counter", db -> db.first(read).orElse(0L));
  }

  @Override
  public final Optional<Flag> flag(String tenant, String name) {
    return transactions.read(
        "read a flag", db -> db.first(flags("name_hash = ?", Names.hash(tenant, name))));
  }

  @Override
  public final boolean setFlag(String tenant, String name, String value, long expectedVersion) {
    byte[] hash = Names.hash(tenant, name);
    return change(
        "set a flag",
        db -> db.now(
                expectedVersion == 0
                    ? Write.of(
                        NEW_FLAG,
                        hash,
                        Names.hash(tenant),
                        Names.text(tenant),
                        Names.text(name),
                        Names.text(value))
                    : Write.of(SET_FLAG, Names.text(value), hash, expectedVersion))
            == 1);
  }

  @Override
  public final List<Flag> flags(String tenant, String prefix) {
    return transactions
        .read("list flags", db -> db.list(flags("tenant_hash = ?", Names.hash(tenant))))
        .stream()
        .filter(f -> f.name().startsWith(prefix))
        .sorted(Comparator.comparing(Flag::name))
        .toList();
  }

  private static Read<Flag> flags(String condition, byte[] hash) {
    return Read.of(
        "SELECT name, value, version FROM h4j_flag WHERE " + condition,
        r -> new Flag(Names.id(r.getString(1)), Names.id(r.getString(2)), r.getLong(3)),
        (Object) hash);
  }

  @Override
  public final boolean spend(String tenant, String grantId) {
    return change(
        "spend a grant",
        db -> db.now(Write.of(
                SPEND, Names.hash(tenant, grantId), Names.text(tenant), Names.text(grantId)))
            == 1);
  }

  /** The id of the transaction is asked for first, to find out what became of it if the connection breaks. */
  private boolean change(String what, Transactions.Work<Boolean> work) {
    return transactions.change(what, db -> {
      db.isIn(db.first(Read.of("SELECT {transaction}", r -> r.getString(1))).orElse(""));
      return work.on(db);
    });
  }

  /** Releases connections. Calling it again does nothing. */
  @Override
  public void close() {
    transactions.close();
  }
}
