package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PlannedTask;
import java.util.ArrayList;
import java.util.List;

/** Rows of a thread's history. */
final class Rows {
  static final String CHECKPOINT =
      "INSERT INTO h4j_checkpoint (thread, seq, branch_hash, made_at, status, cause, step, run_key,"
          + " line, least_visit, value_ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String VALUE =
      "INSERT INTO h4j_value (thread, id, base, ns, name, version, kind, codec, codec_schema, key_id,"
          + " data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String TAG = "INSERT INTO h4j_tag (thread, seq, tag_hash) VALUES (?, ?, ?)";

  private final long thread;
  private final Bodies bodies;

  Rows(long thread, Bodies bodies) {
    this.thread = thread;
    this.bodies = bodies;
  }

  /** Returns the row of a checkpoint; its tags have rows of their own. */
  Write checkpoint(Checkpoint c, Keys keys) {
    return Write.of(
        CHECKPOINT,
        thread,
        c.ref().seq(),
        Names.branch(c.ref().branch()),
        Times.nanos(c.at()),
        c.status().name(),
        c.cause().name(),
        c.step(),
        Names.number(c.run().value()),
        Names.line(c.ref().branch(), c.epoch()),
        leastVisit(c.frontier()),
        keys.ids(),
        bodies.of(c));
  }

  List<Write> tags(Checkpoint c) {
    List<Write> rows = new ArrayList<>(c.tags().size());
    c.tags()
        .forEach((name, value) ->
            rows.add(Write.of(TAG, thread, c.ref().seq(), Names.tag(name, value))));
    return rows;
  }

  List<Write> values(List<KeyEntry> entries, long firstId, Keys before) {
    List<Write> rows = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      KeyEntry e = entries.get(i);
      Keys.Newest builtUpon = e.kind() == KeyEntry.Kind.DELTA ? before.get(e.name()) : null;
      rows.add(Write.of(
          VALUE,
          thread,
          firstId + i,
          builtUpon == null ? 0L : builtUpon.id(),
          Names.text(e.ns()),
          Names.text(e.key()),
          e.version(),
          e.kind().name(),
          Names.text(e.data().codec()),
          e.data().schema(),
          Names.text(e.data().keyId()),
          e.data().bytes()));
    }
    return rows;
  }

  static int leastVisit(List<PlannedTask> frontier) {
    return frontier.stream().mapToInt(t -> t.id().visit()).min().orElse(Integer.MAX_VALUE);
  }
}
