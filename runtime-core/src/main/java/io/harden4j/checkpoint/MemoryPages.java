package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Sorts what a query found and cuts a page out of it. A cursor names the last item shown, so inserts do not move pages. */
final class MemoryPages {
  /** What the order of a listing looks at. */
  private record Position(Instant at, long seq, String id) {
    static Position of(CheckpointInfo c) {
      return new Position(c.at(), c.ref().seq(), c.ref().thread().threadId());
    }

    static Position of(Question q) {
      return new Position(q.askedAt(), 0, q.id().value());
    }

    static Position parse(String cursor) {
      String[] parts = cursor.split(" ", 3);
      try {
        return new Position(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "'" + cursor + "' is not a cursor of this store; pass the next() of a page", e);
      }
    }

    String cursor() {
      return at + " " + seq + " " + id;
    }
  }

  private static final Comparator<Position> OLDEST_FIRST = Comparator.comparing(Position::at)
      .thenComparingLong(Position::seq)
      .thenComparing(Position::id);
  private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::at)
      .thenComparingLong(Position::seq)
      .reversed()
      .thenComparing(Position::id);

  private MemoryPages() {}

  static Page<CheckpointInfo> checkpoints(List<CheckpointInfo> found, CheckpointQuery query) {
    found.sort(Comparator.comparing(Position::of, NEWEST_FIRST));
    String cursor = query.cursor();
    if (cursor != null) {
      Position last = Position.parse(cursor);
      found.removeIf(c -> NEWEST_FIRST.compare(Position.of(c), last) <= 0);
    }
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<CheckpointInfo> page = found.subList(0, query.limit());
    return new Page<>(page, Position.of(page.get(query.limit() - 1)).cursor());
  }

  static Page<Question> questions(List<Question> found, InboxQuery query) {
    found.sort(Comparator.comparing(Position::of, OLDEST_FIRST));
    String cursor = query.cursor();
    if (cursor != null) {
      Position last = Position.parse(cursor);
      found.removeIf(q -> OLDEST_FIRST.compare(Position.of(q), last) <= 0);
    }
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<Question> page = found.subList(0, query.limit());
    return new Page<>(page, Position.of(page.get(query.limit() - 1)).cursor());
  }
}
