package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a task ended. A SUCCEEDED record is never overwritten.
 *
 * @param key     the task
 * @param attempt counted from 1, over all segments; a record of an older attempt is refused
 * @param state   how it ended
 * @param writes  its updates, encoded; versions are 0 until the commit gives them
 * @param spawned tasks it asked for (goto and dynamic fan-out)
 * @param asks    questions it opened
 * @param failure why it failed, or null
 * @param at      when it ended
 */
public record TaskRecord(
    TaskKey key,
    int attempt,
    TaskState state,
    List<KeyEntry> writes,
    List<PlannedTask> spawned,
    List<Question> asks,
    @Nullable Failure failure,
    Instant at) {
  /** Copies the collections. */
  public TaskRecord {
    writes = List.copyOf(writes);
    spawned = List.copyOf(spawned);
    asks = List.copyOf(asks);
  }
}
