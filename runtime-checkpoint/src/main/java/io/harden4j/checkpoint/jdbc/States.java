package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.MalformedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a checkpoint with all that is needed to go on from it, by one statement: it sees one moment, takes one round trip, and looks at the
 * rows it returns and no others: the planner is not left to choose the order of tables, which it does badly while they are new. Parts of the result: 1 the
 * checkpoint, 2 entries, 3 task records, 4 effects, 5 questions.
 */
final class States {
  private static final String STATE =
      "WITH RECURSIVE b AS MATERIALIZED (SELECT b.thread, b.name_hash, b.head FROM h4j_thread t"
          + " JOIN h4j_branch b ON b.thread = t.id AND b.name_hash = ? WHERE t.name_hash = ?),"
          + " h AS (SELECT c.thread, c.seq, c.line, c.least_visit, c.value_ids, c.body,"
          + " CASE WHEN b.head = c.seq THEN 1 ELSE 0 END AS open FROM b JOIN h4j_checkpoint c"
          + " ON c.thread = b.thread AND c.seq = %s AND c.branch_hash = b.name_hash), n AS ({ids}),"
          + " chain (thread, id, base, ns, name, version, kind, codec, codec_schema, key_id, data,"
          + " newest) AS (SELECT v.thread, v.id, v.base, v.ns, v.name, v.version, v.kind, v.codec,"
          + " v.codec_schema, v.key_id, v.data, 1"
          + " {newest}"
          + " UNION ALL SELECT v.thread, v.id, v.base, v.ns, v.name, v.version, v.kind, v.codec,"
          + " v.codec_schema, v.key_id, v.data, 0"
          + " {older})"
          + " SELECT 1, thread, seq, open, 0, '', '', '', '', '', body FROM h"
          + " UNION ALL SELECT 2, id, version, codec_schema, newest, ns, name, kind, codec, key_id,"
          + " data FROM chain"
          + " UNION ALL SELECT 3, 0, 0, 0, 0, '', '', '', '', '', r.body FROM h JOIN h4j_task r"
          + " ON r.thread = h.thread AND r.line = h.line AND r.visit >= h.least_visit"
          + " WHERE h.open = 1"
          + " UNION ALL SELECT 4, e.seq, 0, 0, 0, '', '', '', '', '', e.body FROM h"
          + " JOIN h4j_effect e ON e.thread = h.thread AND e.line = h.line"
          + " AND e.visit >= h.least_visit WHERE h.open = 1"
          + " UNION ALL SELECT 5, 0, 0, 0, 0, '', '', '', '', '', q.body FROM h"
          + " JOIN h4j_question q ON q.thread = h.thread AND q.line = h.line"
          + " AND q.visit >= h.least_visit WHERE h.open = 1";
  private static final String HEAD = String.format(STATE, "b.head");
  private static final String POINT = String.format(STATE, "?");

  private final Bodies bodies;
  private final SortedMap<Long, KeyEntry> entries = new TreeMap<>();
  private final Map<String, Keys.Newest> newest = new HashMap<>();
  private final List<TaskRecord> tasks = new ArrayList<>();
  private final SortedMap<Long, List<EffectRecord>> effects = new TreeMap<>();
  private final List<Question> questions = new ArrayList<>();
  private @Nullable Checkpoint checkpoint;
  private long thread;

  private States(ThreadKey thread) {
    this.bodies = new Bodies(thread);
  }

  static Optional<StoredState> head(Db db, KeysCache cache, ThreadKey thread, String branch)
      throws SQLException {
    return new States(thread).read(db, cache, HEAD, Names.branch(branch), Names.hash(thread));
  }

  static Optional<StoredState> get(Db db, KeysCache cache, CheckpointRef ref) throws SQLException {
    ThreadKey thread = ref.thread();
    return new States(thread)
        .read(db, cache, POINT, Names.branch(ref.branch()), Names.hash(thread), ref.seq());
  }

  private Optional<StoredState> read(Db db, KeysCache cache, String sql, Object... args)
      throws SQLException {
    db.list(Read.of(sql, this::take, args));
    Checkpoint c = checkpoint;
    if (c == null) {
      return Optional.empty();
    }
    cache.put(thread, c.ref().seq(), Keys.of(newest));
    Map<String, Long> versions = new HashMap<>();
    newest.forEach((name, n) -> versions.put(name, n.version()));
    return Optional.of(state(Bodies.withVersions(c, versions)));
  }

  private int take(ResultSet r) throws SQLException {
    byte[] body = r.getBytes(11);
    int part = r.getInt(1);
    switch (part) {
      case 1 -> {
        checkpoint = bodies.checkpoint(body);
        thread = r.getLong(2);
      }
      case 2 -> takeEntry(r, body);
      case 3 -> tasks.add(bodies.task(body));
      case 4 ->
        effects.computeIfAbsent(r.getLong(2), seq -> new ArrayList<>()).add(bodies.effect(body));
      default -> questions.add(bodies.question(body));
    }
    return part;
  }

  private void takeEntry(ResultSet r, byte[] data) throws SQLException {
    long id = r.getLong(2);
    KeyEntry entry = entry(
        r.getString(6),
        r.getString(7),
        r.getLong(3),
        r.getString(8),
        new Payload(Names.id(r.getString(9)), r.getInt(4), Names.id(r.getString(10)), data));
    entries.put(id, entry);
    if (r.getInt(5) == 1) {
      newest.put(entry.name(), new Keys.Newest(id, entry.version()));
    }
  }

  /** Reads ns, name, version, kind, codec, codec_schema, key_id and data from a column on. */
  static KeyEntry entry(ResultSet r, int from) throws SQLException {
    return entry(
        r.getString(from),
        r.getString(from + 1),
        r.getLong(from + 2),
        r.getString(from + 3),
        new Payload(
            Names.id(r.getString(from + 4)),
            r.getInt(from + 5),
            Names.id(r.getString(from + 6)),
            r.getBytes(from + 7)));
  }

  private static KeyEntry entry(String ns, String name, long version, String kind, Payload data) {
    return new KeyEntry(Names.id(ns), Names.id(name), version, kind(kind), data);
  }

  private static KeyEntry.Kind kind(String name) {
    try {
      return KeyEntry.Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("there is no kind of entry " + name);
    }
  }

  /** An entry builds upon one with a lower number, so the order of numbers is oldest first. */
  private StoredState state(Checkpoint c) {
    Map<String, List<KeyEntry>> byName = new HashMap<>();
    entries
        .values()
        .forEach(e -> byName.computeIfAbsent(e.name(), n -> new ArrayList<>(1)).add(e));
    Set<TaskKey> frontier = new HashSet<>();
    for (PlannedTask t : c.frontier()) {
      frontier.add(new TaskKey(c.ref().thread(), c.ref().branch(), t.id(), c.epoch()));
    }
    tasks.removeIf(r -> !frontier.contains(r.key()));
    questions.removeIf(q -> !frontier.contains(q.task()));
    Map<EffectKey, EffectRecord> last = new LinkedHashMap<>();
    effects.values().forEach(all -> all.forEach(e -> last.put(e.key(), e)));
    last.keySet().removeIf(key -> !frontier.contains(key.task()));
    return new StoredState(c, byName, tasks, questions, List.copyOf(last.values()));
  }
}
