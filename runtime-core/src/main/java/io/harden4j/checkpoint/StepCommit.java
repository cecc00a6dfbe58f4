package io.harden4j.checkpoint;

import java.util.List;

/**
 * What one commit writes, all of it or nothing.
 *
 * @param checkpoint the new checkpoint with sequence number 0; its branch must be that of the expected head
 * @param entries    key entries this checkpoint adds
 * @param finished   task records that finished last and were held back for this commit
 * @param opened     questions to open
 * @param closed     questions to withdraw
 * @param consumed   tasks of the old frontier whose records this commit uses up; a commit that keeps the frontier consumes none
 */
public record StepCommit(
    Checkpoint checkpoint,
    List<KeyEntry> entries,
    List<TaskRecord> finished,
    List<Question> opened,
    List<QuestionId> closed,
    List<TaskId> consumed) {
  /** Copies the collections. */
  public StepCommit {
    entries = List.copyOf(entries);
    finished = List.copyOf(finished);
    opened = List.copyOf(opened);
    closed = List.copyOf(closed);
    consumed = List.copyOf(consumed);
  }

  /** Returns a commit of a checkpoint and its entries alone. */
  public static StepCommit of(Checkpoint checkpoint, List<KeyEntry> entries) {
    return new StepCommit(checkpoint, entries, List.of(), List.of(), List.of(), List.of());
  }
}
