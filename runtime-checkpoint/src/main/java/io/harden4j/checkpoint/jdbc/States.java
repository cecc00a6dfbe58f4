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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a checkpoint with all that is needed to go on from it. One statement reads the checkpoint and its entries, and looks at the rows it
 * returns and no others; the first time that entries turn out to build upon others, it is sent again in a form that reads these too. Only of a head whose tasks something may be recorded of, another one reads that: all of it was so at the moment of that
 * one, because what a checkpoint sees never changes, and the second statement tells whether it is still the head.
 */
final class States {
  /** Parts: 0 the head of the branch, 3 task records, 4 effects, 5 questions. */
  private static final String RECORDS =
      "SELECT 3, 0, body FROM h4j_task WHERE thread = ? AND line = ? AND visit >= ?"
          + " UNION ALL SELECT 4, seq, body FROM h4j_effect"
          + " WHERE thread = ? AND line = ? AND visit >= ?"
          + " UNION ALL SELECT 5, 0, body FROM h4j_question"
          + " WHERE thread = ? AND line = ? AND visit >= ?"
          + " UNION ALL " + Branch.FIND_HEAD;

  private final Bodies bodies;
  private final SortedMap<Long, KeyEntry> entries = new TreeMap<>();
  private final Set<Long> bases = new HashSet<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<TaskRecord> tasks = new ArrayList<>();
  private final SortedMap<Long, List<EffectRecord>> effects = new TreeMap<>();
  private final List<Question> questions = new ArrayList<>();
  private @Nullable Checkpoint checkpoint;
  private long thread;
  private int noted;
  private long head;

  private States(ThreadKey thread) {
    this.bodies = new Bodies(thread);
  }

  static Optional<StoredState> head(Db db, KeysCache cache, ThreadKey thread, String branch)
      throws SQLException {
    while (true) {
      States read = new States(thread);
      boolean isWhole = cache.hasChains();
      if (!read.read(db, db.dialect().head(isWhole), Names.hash(thread), Names.branch(branch))) {
        return Optional.empty();
      }
      if (read.isCut()) {
        require(!isWhole);
        cache.seesChains();
      } else if (read.readRecords(db)) {
        return Optional.of(read.state(cache));
      }
    }
  }

  static Optional<StoredState> get(Db db, KeysCache cache, CheckpointRef ref) throws SQLException {
    States read = new States(ref.thread());
    if (!read.read(
        db,
        db.dialect().point(),
        Names.hash(ref.thread()),
        Names.branch(ref.branch()),
        ref.seq())) {
      return Optional.empty();
    }
    require(!read.isCut());
    if (!read.readRecords(db)) {
      read.dropRecords();
    }
    return Optional.of(read.state(cache));
  }

  /** Reads the checkpoint and its entries; says whether there is one. */
  private boolean read(Db db, String sql, Object... args) throws SQLException {
    List<Integer> rows = db.list(Read.of(sql, this::take, args));
    require(rows.isEmpty() || (checkpoint != null && entries.keySet().containsAll(seen)));
    return !rows.isEmpty();
  }

  private static void require(boolean isComplete) {
    if (!isComplete) {
      throw new MalformedException("an entry that the checkpoint needs is missing");
    }
  }

  private int take(ResultSet r) throws SQLException {
    if (checkpoint == null) {
      byte[] body = r.getBytes(3);
      if (body != null) {
        checkpoint = bodies.checkpoint(body);
        thread = r.getLong(1);
        noted = r.getInt(2);
        seen.addAll(Keys.ids(r.getString(14)));
      }
    }
    long id = r.getLong(4);
    if (!r.wasNull()) {
      if (r.getLong(5) > 0) {
        bases.add(r.getLong(5));
      }
      Payload data = new Payload(
          Names.id(r.getString(11)), r.getInt(7), Names.id(r.getString(12)), r.getBytes(13));
      entries.put(id, entry(r.getString(8), r.getString(9), r.getLong(6), r.getString(10), data));
    }
    return 0;
  }

  /** Says whether an entry builds upon one that was not read. */
  private boolean isCut() {
    return !entries.keySet().containsAll(bases);
  }

  /** Reads what is recorded of the tasks that come next; says whether the checkpoint is still the head, if it matters. */
  private boolean readRecords(Db db) throws SQLException {
    Checkpoint c = read();
    int least = Rows.leastVisit(c.frontier());
    if (c.frontier().isEmpty() || noted < least) {
      return true;
    }
    long line = Names.line(c.ref().branch(), c.epoch());
    db.list(Read.of(
        RECORDS,
        this::takeRecord,
        thread,
        line,
        least,
        thread,
        line,
        least,
        thread,
        line,
        least,
        thread,
        Names.branch(c.ref().branch())));
    return head == c.ref().seq();
  }

  private int takeRecord(ResultSet r) throws SQLException {
    int part = r.getInt(1);
    switch (part) {
      case 0 -> head = r.getLong(2);
      case 3 -> tasks.add(bodies.task(r.getBytes(3)));
      case 4 ->
        effects
            .computeIfAbsent(r.getLong(2), seq -> new ArrayList<>())
            .add(bodies.effect(r.getBytes(3)));
      default -> questions.add(bodies.question(r.getBytes(3)));
    }
    return part;
  }

  /** Forgets records that are those of a later checkpoint. */
  private void dropRecords() {
    tasks.clear();
    effects.clear();
    questions.clear();
  }

  private Checkpoint read() {
    return Objects.requireNonNull(checkpoint);
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

  /** An entry builds upon one with a lower number, so the order of numbers is oldest first, and the last one of a name is its newest. */
  private StoredState state(KeysCache cache) {
    Map<String, List<KeyEntry>> byName = new HashMap<>();
    Map<String, Keys.Newest> newest = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    entries.forEach((id, e) -> {
      byName.computeIfAbsent(e.name(), n -> new ArrayList<>(1)).add(e);
      newest.put(e.name(), new Keys.Newest(id, e.version()));
      versions.put(e.name(), e.version());
    });
    cache.put(thread, read().ref().seq(), Keys.of(newest));
    Checkpoint c = Bodies.withVersions(read(), versions);
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
