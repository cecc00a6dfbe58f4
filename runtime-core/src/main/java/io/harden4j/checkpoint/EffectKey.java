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
  /** Leaves out the task: keys that are looked up among others are mostly of one task, and the digest tells them apart. */
  @Override
  public int hashCode() {
    return 31 * digest.hashCode() + occurrence;
  }
}
