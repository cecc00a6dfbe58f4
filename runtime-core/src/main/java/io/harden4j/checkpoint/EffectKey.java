package io.harden4j.checkpoint;

/**
 * Finds an effect again, wherever its node runs: never by position alone.
 *
 * @param task       the task
 * @param name       name of the effect, such as {@code tool:orders.find_order}
 * @param digest     SHA-256 of the normalised request, hex; framework-made ids and timestamps are left out
 * @param occurrence 0 for the first effect with this name and digest in the task, then 1, ...
 */
public record EffectKey(TaskKey task, String name, String digest, int occurrence) {
  /** Takes of the task only what tells equal calls apart: a loop or a fan-out makes the same call in every task. The rest is mostly the same for all. */
  @Override
  public int hashCode() {
    int hash = 31 * digest.hashCode() + occurrence;
    hash = 31 * hash + task.task().visit();
    hash = 31 * hash + task.task().ordinal().hashCode();
    return 31 * hash + task.thread().threadId().hashCode();
  }
}
