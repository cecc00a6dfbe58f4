package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.graph.StateView;
import java.util.List;

/**
 * What an operator sees of a thread at a checkpoint.
 *
 * @param info      the checkpoint
 * @param values    state at the root
 * @param next      tasks that run next, readable
 * @param questions open questions, oldest first
 * @param waits     timers and events that are waited for, oldest first
 */
public record ThreadState(
    CheckpointInfo info,
    StateView values,
    List<String> next,
    List<OpenQuestion> questions,
    List<Wait> waits) {
  /** Copies the lists. */
  public ThreadState {
    waits = List.copyOf(waits);
    next = List.copyOf(next);
    questions = List.copyOf(questions);
  }
}
