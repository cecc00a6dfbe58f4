package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the order of a listing looks at. Its text is the cursor: it names the last item shown, so inserts do not move pages. */
public record Position(Instant at, long seq, String id) {
  public static final Comparator<Position> OLDEST_FIRST = Comparator.comparing(Position::at)
      .thenComparingLong(Position::seq)
      .thenComparing(Position::id);
  public static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::at)
      .thenComparingLong(Position::seq)
      .reversed()
      .thenComparing(Position::id);

  public static Position of(CheckpointInfo c) {
    return new Position(c.at(), c.ref().seq(), c.ref().thread().threadId());
  }

  public static Position of(Question q) {
    return new Position(q.askedAt(), 0, q.id().value());
  }

  /** Cuts the page behind {@code cursor} out of all that was found. */
  public static <T> Page<T> page(
      List<T> found,
      Function<T, Position> position,
      Comparator<Position> order,
      @Nullable String cursor,
      int limit) {
    List<T> rest = new ArrayList<>(found);
    if (cursor != null) {
      Position last = parse(cursor);
      rest.removeIf(item -> order.compare(position.apply(item), last) <= 0);
    }
    rest.sort(Comparator.comparing(position, order));
    if (rest.size() <= limit) {
      return new Page<>(rest, null);
    }
    return new Page<>(
        rest.subList(0, limit), position.apply(rest.get(limit - 1)).cursor());
  }

  public static Position parse(String cursor) {
    String[] parts = cursor.split(" ", 3);
    try {
      return new Position(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "'" + cursor + "' is not a cursor of this store; pass the next() of a page", e);
    }
  }

  public String cursor() {
    return at + " " + seq + " " + id;
  }
}
