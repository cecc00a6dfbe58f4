package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a listing shows of a checkpoint: everything but state, frontier and barriers. See {@link Checkpoint} for the parts.
 *
 * @param ref     name
 * @param parent  the checkpoint it follows, or null
 * @param run     the run that made it
 * @param segment stretch of the run
 * @param cause   why it was made
 * @param step    super-steps committed so far
 * @param epoch   hand edits so far
 * @param graph   graph that made it
 * @param status  status of the branch
 * @param spent   what the run has consumed
 * @param tags    facts to filter by
 * @param at      when it was made
 */
public record CheckpointInfo(
    CheckpointRef ref,
    @Nullable CheckpointRef parent,
    RunId run,
    int segment,
    Cause cause,
    int step,
    int epoch,
    GraphVersion graph,
    RunStatus status,
    Spent spent,
    Map<String, String> tags,
    Instant at) {
  /** Returns what a listing shows of {@code c}. */
  public static CheckpointInfo of(Checkpoint c) {
    return new CheckpointInfo(
        c.ref(),
        c.parent(),
        c.run(),
        c.segment(),
        c.cause(),
        c.step(),
        c.epoch(),
        c.graph(),
        c.status(),
        c.spent(),
        c.tags(),
        c.at());
  }
}
