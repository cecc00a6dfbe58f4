package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.Reencryption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Replaces the payloads of a thread, some rows in a transaction, so that the thread is never locked for long. */
@SuppressWarnings({"ReferenceEquality", "ArrayRecordComponent"
}) // the same object says that nothing changed; rows are never compared
final class Rekeying {
  private static final int ROWS = 64;

  private final JdbcCheckpointStore store;
  private final Lease lease;
  private final BiFunction<PayloadAddress, Payload, Payload> f;

  Rekeying(JdbcCheckpointStore store, Lease lease, BiFunction<PayloadAddress, Payload, Payload> f) {
    this.store = store;
    this.lease = lease;
    this.f = f;
  }

  /** A row as it was read. */
  private record Found(List<Object> key, @Nullable KeyEntry entry, byte[] body) {}

  /** What one transaction came to: where it ended, and how much it changed. */
  private record Part(List<Object> last, long changed) {}

  /**
   * A table to walk through.
   *
   * @param keys columns of its key behind the thread
   * @param body changes a record
   */
  private record Table(String name, List<String> keys, Body body) {}

  @FunctionalInterface
  private interface Body {
    byte[] changed(Bodies bodies, Reencryption change, byte[] body);
  }

  private static final List<Table> TABLES = List.of(
      new Table("h4j_value", List.of("id"), (bodies, change, body) -> body),
      new Table(
          "h4j_checkpoint",
          List.of("seq"),
          (bodies, change, body) ->
              same(body, bodies.checkpoint(body), change::checkpoint, bodies::of)),
      new Table(
          "h4j_task",
          List.of("task_hash"),
          (bodies, change, body) -> same(body, bodies.task(body), change::task, bodies::of)),
      new Table(
          "h4j_effect",
          List.of("effect_hash", "seq"),
          (bodies, change, body) -> same(body, bodies.effect(body), change::effect, bodies::of)),
      new Table(
          "h4j_question",
          List.of("id_hash"),
          (bodies, change, body) ->
              same(body, bodies.question(body), change::question, bodies::of)));

  private static <T> byte[] same(
      byte[] body, T record, UnaryOperator<T> change, Function<T, byte[]> bytes) {
    T changed = change.apply(record);
    return changed == record ? body : bytes.apply(changed);
  }

  long run() {
    long changed = 0;
    for (Table table : TABLES) {
      List<Object> after = List.of();
      do {
        List<Object> from = after;
        Part part = store.owned("re-encrypt", lease, lease.thread(), tx -> rows(tx, table, from));
        changed += part.changed();
        after = part.last();
      } while (!after.isEmpty());
    }
    return changed;
  }

  private Part rows(ThreadTx tx, Table table, List<Object> after) throws SQLException {
    Reencryption change = new Reencryption(tx.key(), f);
    List<Found> found = tx.list(read(tx, table, after));
    for (Found row : found) {
      if (row.entry() == null) {
        body(tx, table, change, row);
      } else {
        value(tx, change, row.entry(), row.key());
      }
    }
    List<Object> last =
        found.size() < ROWS ? List.of() : found.get(found.size() - 1).key();
    return new Part(last, change.changed());
  }

  private static void body(ThreadTx tx, Table table, Reencryption change, Found row) {
    byte[] changed = table.body().changed(tx.bodies(), change, row.body());
    if (changed != row.body()) {
      List<Object> args = new ArrayList<>(List.of(changed, tx.id()));
      args.addAll(row.key());
      tx.write(
          "UPDATE " + table.name() + " SET body = ? WHERE thread = ? AND "
              + String.join(" = ? AND ", table.keys()) + " = ?",
          args.toArray());
    }
  }

  private static void value(ThreadTx tx, Reencryption change, KeyEntry entry, List<Object> key) {
    KeyEntry changed = change.entry(entry);
    if (changed != entry) {
      Payload p = changed.data();
      tx.write(
          "UPDATE h4j_value SET codec = ?, codec_schema = ?, key_id = ?, data = ?"
              + " WHERE thread = ? AND id = ?",
          Names.text(p.codec()),
          p.schema(),
          Names.text(p.keyId()),
          p.bytes(),
          tx.id(),
          key.get(0));
    }
  }

  private static Read<Found> read(ThreadTx tx, Table table, List<Object> after) {
    boolean values = table.name().equals("h4j_value");
    String keys = String.join(", ", table.keys());
    List<Object> args = new ArrayList<>(List.of(tx.id()));
    args.addAll(after);
    String behind = after.isEmpty()
        ? ""
        : " AND (" + keys + ") > ("
            + String.join(", ", table.keys().stream().map(k -> "?").toList()) + ")";
    return new Read<>(
        "SELECT " + keys + ", "
            + (values ? "ns, name, version, kind, codec, codec_schema, key_id, data" : "body")
            + " FROM " + table.name() + " WHERE thread = ?" + behind + " ORDER BY " + keys
            + " LIMIT " + ROWS,
        args,
        r -> values
            ? new Found(List.of(r.getLong(1)), States.entry(r, 2), new byte[0])
            : new Found(key(table, r), null, r.getBytes(table.keys().size() + 1)));
  }

  private static List<Object> key(Table table, ResultSet r) throws SQLException {
    List<Object> key = new ArrayList<>();
    for (int i = 1; i <= table.keys().size(); i++) {
      boolean hash = table.keys().get(i - 1).endsWith("_hash");
      key.add(hash ? r.getBytes(i) : (Object) r.getLong(i));
    }
    return key;
  }
}
