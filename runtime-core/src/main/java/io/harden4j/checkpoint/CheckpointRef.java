package io.harden4j.checkpoint;

/**
 * Names one checkpoint.
 *
 * @param thread the thread it belongs to
 * @param branch line of checkpoints, {@value #MAIN} unless forked
 * @param seq    number given by the store, strictly increasing inside a thread over all branches; 0 stands for "nothing yet" in
 *               the expectation of a first commit
 */
public record CheckpointRef(ThreadKey thread, String branch, long seq) {
  /** The branch every thread starts with. */
  public static final String MAIN = "main";

  /** Returns the expectation of a first commit: no checkpoint yet on this branch. */
  public static CheckpointRef none(ThreadKey thread, String branch) {
    return new CheckpointRef(thread, branch, 0);
  }
}
