package io.harden4j.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * A checkpoint with all that is needed to go on from it.
 *
 * @param checkpoint the checkpoint
 * @param entries    for each key of {@link Checkpoint#versions()} its nearest snapshot and the deltas after it, oldest first
 * @param tasks      records of the frontier's tasks in the checkpoint's epoch, newest attempt of each; empty for an old checkpoint
 * @param questions  questions of the frontier's tasks in this epoch, answered ones included
 * @param effects    journal entries of the frontier's tasks in this epoch
 */
public record StoredState(
    Checkpoint checkpoint,
    Map<String, List<KeyEntry>> entries,
    List<TaskRecord> tasks,
    List<Question> questions,
    List<EffectRecord> effects) {}
