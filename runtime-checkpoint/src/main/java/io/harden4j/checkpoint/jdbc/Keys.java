package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.internal.MalformedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which entry of each key is the newest that a checkpoint sees. Immutable. */
final class Keys {
  static final Keys NONE = new Keys(Map.of());

  private static final String READ =
      "WITH h AS (SELECT thread, value_ids FROM h4j_checkpoint WHERE thread = ? AND seq = ?),"
          + " n AS ({ids}) SELECT v.ns, v.name, v.id, v.version FROM n"
          + " LEFT JOIN h4j_value v ON v.thread = n.thread AND v.id = n.id";

  /**
   * An entry.
   *
   * @param id      number of its row
   * @param version version of the key
   */
  record Newest(long id, long version) {}

  private final Map<String, Newest> byName;

  private Keys(Map<String, Newest> byName) {
    this.byName = byName;
  }

  /** Reads the keys that a checkpoint sees. */
  static Keys read(Db db, long thread, long seq) throws SQLException {
    Map<String, Newest> found = new HashMap<>();
    db.list(Read.of(
        READ,
        r -> {
          if (r.getString(1) == null) {
            throw new MalformedException("an entry that the checkpoint needs is missing");
          }
          return found.put(
              KeyEntry.name(Names.id(r.getString(1)), Names.id(r.getString(2))),
              new Newest(r.getLong(3), r.getLong(4)));
        },
        thread,
        seq));
    return new Keys(found);
  }

  static Keys of(Map<String, Newest> byName) {
    return new Keys(Map.copyOf(byName));
  }

  int size() {
    return byName.size();
  }

  @Nullable
  Newest get(String name) {
    return byName.get(name);
  }

  /** Returns the keys after entries were added under the numbers from {@code firstId}, without the keys that have no version. */
  Keys with(List<KeyEntry> added, long firstId, Map<String, Long> versions) {
    Map<String, Newest> next = new HashMap<>(byName);
    for (int i = 0; i < added.size(); i++) {
      next.put(added.get(i).name(), new Newest(firstId + i, added.get(i).version()));
    }
    next.keySet().retainAll(versions.keySet());
    check(added, next, versions);
    return new Keys(next);
  }

  private static void check(
      List<KeyEntry> added, Map<String, Newest> next, Map<String, Long> versions) {
    versions.forEach((name, version) -> {
      Newest newest = next.get(name);
      if (newest == null || newest.version() != version) {
        throw new IllegalArgumentException("the checkpoint names version " + version + " of key '"
            + name + "' but its entry is " + (newest == null ? "missing" : newest.version()));
      }
    });
    for (KeyEntry e : added) {
      if (!versions.containsKey(e.name())) {
        throw new IllegalArgumentException("there is an entry of key '" + e.name()
            + "' but the checkpoint names no version of it");
      }
    }
  }

  /** Reads the numbers of the rows from what {@link #ids()} wrote. */
  static List<Long> ids(String column) {
    List<Long> ids = new ArrayList<>();
    for (int at = 0; at < column.length(); ) {
      int comma = column.indexOf(',', at);
      int end = comma < 0 ? column.length() : comma;
      ids.add(number(column, at, end));
      at = end + 1;
    }
    return ids;
  }

  private static long number(String column, int from, int to) {
    try {
      return Long.parseLong(column, from, to, 10);
    } catch (NumberFormatException e) {
      throw new MalformedException("the numbers of its entries do not parse");
    }
  }

  /** Returns the numbers of the rows, as the column {@code value_ids} holds them. */
  String ids() {
    return byName.values().stream()
        .map(n -> Long.toString(n.id()))
        .collect(Collectors.joining(","));
  }
}
