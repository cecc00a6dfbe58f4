package io.harden4j.checkpoint;

import java.util.Set;

/**
 * A join that waits.
 *
 * @param ns      namespace of the join
 * @param target  node that runs once all have arrived
 * @param arrived nodes that have finished since the join last fired; copied
 * @param control joined control label of those that arrived, encoded, or null
 */
public record BarrierState(
    String ns,
    String target,
    Set<String> arrived,
    @org.jspecify.annotations.Nullable Payload control) {
  /** Copies the set. */
  public BarrierState {
    arrived = Set.copyOf(arrived);
  }
}
