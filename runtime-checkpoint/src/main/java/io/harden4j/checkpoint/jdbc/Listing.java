package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns typed filters into a query. Its text holds names of columns and question marks only; values are bound. */
final class Listing {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> args = new ArrayList<>();

  private Listing(String from) {
    sql.append(from);
  }

  static Page<CheckpointInfo> checkpoints(Db db, CheckpointQuery q) throws SQLException {
    Listing l = new Listing("SELECT t.tenant, t.name, c.body FROM h4j_thread t"
        + (q.headsOnly()
            ? " JOIN h4j_branch b ON b.thread = t.id"
                + " JOIN h4j_checkpoint c ON c.thread = b.thread AND c.seq = " + Branch.HEAD
            : " JOIN h4j_checkpoint c ON c.thread = t.id"));
    l.threads(q.headsOnly() ? "b" : "t", q.tenant(), q.threadId());
    l.filter(q);
    String cursor = q.cursor();
    if (cursor != null) {
      Position last = Position.parse(cursor);
      l.and(
          "(c.made_at < ? OR (c.made_at = ? AND (c.seq < ? OR (c.seq = ? AND t.name > ?))))",
          Times.nanos(last.at()),
          Times.nanos(last.at()),
          last.seq(),
          last.seq(),
          Names.text(last.id()));
    }
    l.sql.append(" ORDER BY c.made_at DESC, c.seq DESC, t.name");
    return l.page(
        db,
        q.limit(),
        r -> CheckpointInfo.of(new Bodies(thread(r)).checkpoint(r.getBytes(3))),
        Position::of);
  }

  private void filter(CheckpointQuery q) {
    String branch = q.branch();
    if (branch != null) {
      and("c.branch_hash = ?", (Object) Names.branch(branch));
    }
    anyOf("c.status", q.statuses());
    anyOf("c.cause", q.causes());
    if (q.run() != null) {
      and("c.run_key = ?", Names.number(q.run().value()));
    }
    and("c.step BETWEEN ? AND ?", q.minStep(), q.maxStep());
    Instant since = q.since();
    if (since != null) {
      and("c.made_at >= ?", Times.nanos(since));
    }
    Instant until = q.until();
    if (until != null) {
      and("c.made_at < ?", Times.nanos(until));
    }
    q.tags()
        .forEach((name, value) -> and(
            "EXISTS (SELECT 1 FROM h4j_tag g WHERE g.thread = c.thread AND g.seq = c.seq"
                + " AND g.tag_hash = ?)",
            (Object) Names.tag(name, value)));
  }

  /** Lists questions that are open at {@code now}. */
  static Page<Question> questions(Db db, InboxQuery q, Instant now) throws SQLException {
    Listing l = new Listing("SELECT t.tenant, t.name, q.body FROM h4j_question q"
        + " JOIN h4j_thread t ON t.id = q.thread");
    l.threads("q", q.tenant(), q.threadId());
    l.and("q.waiting = 1");
    l.and("q.expires_at > ?", Times.nanos(now));
    if (q.kind() != null) {
      l.and("q.kind = ?", Names.text(q.kind()));
    } else {
      l.and("q.kind NOT IN (?, ?)", Question.TIMER, Question.EVENT);
    }
    if (q.audience() != null) {
      l.and("q.audience = ?", Names.text(q.audience()));
    }
    Instant before = q.before();
    if (before != null) {
      l.and("q.asked_at < ?", Times.nanos(before));
    }
    String cursor = q.cursor();
    if (cursor != null) {
      Position last = Position.parse(cursor);
      l.and(
          "(q.asked_at > ? OR (q.asked_at = ? AND q.id > ?))",
          Times.nanos(last.at()),
          Times.nanos(last.at()),
          Names.text(last.id()));
    }
    l.sql.append(" ORDER BY q.asked_at, q.id");
    return l.page(db, q.limit(), r -> new Bodies(thread(r)).question(r.getBytes(3)), Position::of);
  }

  private static ThreadKey thread(ResultSet r) throws SQLException {
    return new ThreadKey(Names.id(r.getString(1)), Names.id(r.getString(2)));
  }

  /** The number of a tenant narrows the search, its name decides. */
  private void threads(String table, String tenant, @Nullable String threadId) {
    sql.append(" WHERE t.tenant = ?");
    args.add(Names.text(tenant));
    if (threadId != null) {
      and("t.name_hash = ?", (Object) Names.hash(new ThreadKey(tenant, threadId)));
    } else {
      and(table + ".tenant_key = ?", Names.number(tenant));
    }
  }

  private void anyOf(String column, Collection<? extends Enum<?>> values) {
    if (!values.isEmpty()) {
      and(
          column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")",
          values.stream().map(Enum::name).toArray());
    }
  }

  private void and(String condition, Object... values) {
    sql.append(" AND ").append(condition);
    Collections.addAll(args, values);
  }

  private <T> Page<T> page(Db db, int limit, Read.Row<T> row, Function<T, Position> position)
      throws SQLException {
    sql.append(" LIMIT ?");
    args.add(limit + 1L);
    List<T> found = db.list(new Read<>(sql.toString(), args, row));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    return new Page<>(
        found.subList(0, limit), position.apply(found.get(limit - 1)).cursor());
  }
}
