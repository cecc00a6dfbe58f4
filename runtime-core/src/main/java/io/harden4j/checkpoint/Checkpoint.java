package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable saved point of a thread's branch. Two checkpoints are equal in meaning if keys, frontier, barriers and labels are;
 * times and sequence numbers do not count.
 *
 * @param ref         name; in a {@link StepCommit} the sequence number is 0 and the store gives the real one
 * @param parent      the checkpoint this one follows, possibly on another branch, or null for the first
 * @param run         the run that made it
 * @param segment     0 for the first stretch of the run, one more for each resume
 * @param cause       why it was made
 * @param step        super-steps committed in this run so far
 * @param epoch       how often the frontier was edited by hand; new epochs make effects new
 * @param graph       graph that made it
 * @param versions    for each key that has a value ({@link KeyEntry#name}) the version that is current here
 * @param planned     plannings of tasks on this line so far, over all runs; the tasks planned next get it as their {@link TaskId#visit()}
 * @param frontier    tasks that run next
 * @param barriers    joins that wait
 * @param status      status of the branch
 * @param spent       what the run has consumed
 * @param traceparent W3C trace context to continue under, or empty
 * @param tags        typed facts to filter by, such as {@code reason=...}
 * @param at          when it was made (UTC)
 */
public record Checkpoint(
    CheckpointRef ref,
    @Nullable CheckpointRef parent,
    RunId run,
    int segment,
    Cause cause,
    int step,
    int epoch,
    GraphVersion graph,
    Map<String, Long> versions,
    int planned,
    List<PlannedTask> frontier,
    List<BarrierState> barriers,
    RunStatus status,
    Spent spent,
    String traceparent,
    Map<String, String> tags,
    Instant at) {
  /** Tag with the id of the person whose data the thread holds, in clear; what the engine writes carries it in every checkpoint. */
  public static final String SUBJECT = "subject";

  /** Copies the collections. */
  public Checkpoint {
    versions = Map.copyOf(versions);
    frontier = List.copyOf(frontier);
    barriers = List.copyOf(barriers);
    tags = Map.copyOf(tags);
  }

  /** Returns this checkpoint under the name the store gave it. */
  public Checkpoint withRef(CheckpointRef newRef) {
    return new Checkpoint(
        newRef,
        parent,
        run,
        segment,
        cause,
        step,
        epoch,
        graph,
        versions,
        planned,
        frontier,
        barriers,
        status,
        spent,
        traceparent,
        tags,
        at);
  }
}
