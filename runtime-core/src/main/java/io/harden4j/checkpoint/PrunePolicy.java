package io.harden4j.checkpoint;

/**
 * What {@link CheckpointStore#prune} keeps. Heads, checkpoints that a kept one needs for its deltas, fork points of kept branches and
 * suspended heads are always kept.
 *
 * @param keepPerBranch newest checkpoints to keep on each branch, 1 or more
 */
public record PrunePolicy(int keepPerBranch) {
  /** Checks the number. */
  public PrunePolicy {
    if (keepPerBranch < 1) {
      throw new IllegalArgumentException(
          "keepPerBranch is " + keepPerBranch + "; the head at least must stay: pass 1 or more");
    }
  }

  /** Keeps only the head of each branch. */
  public static PrunePolicy keepLatest() {
    return new PrunePolicy(1);
  }
}
