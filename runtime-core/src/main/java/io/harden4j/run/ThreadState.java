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
 */
public record ThreadState(
    CheckpointInfo info, StateView values, List<String> next, List<OpenQuestion> questions) {
  /** Copies the lists. */
  public ThreadState {
    next = List.copyOf(next);
    questions = List.copyOf(questions);
  }
}
