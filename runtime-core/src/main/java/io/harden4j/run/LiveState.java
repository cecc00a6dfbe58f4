package io.harden4j.run;

import io.harden4j.label.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the engine knows of a branch between two steps. Immutable.
 *
 * @param spaces   state by namespace; the root is always there
 * @param frontier tasks that run next, in order
 * @param barriers joins that wait
 * @param planned  plannings so far
 */
record LiveState(
    Map<String, Space> spaces, List<LiveTask> frontier, List<Barrier> barriers, int planned) {
  /** A join that waits, or that has run before and may run again. */
  record Barrier(String ns, String target, Set<String> arrived, Label control) {
    /** Among the arrived: one of them stops for a human after it. */
    static final String INTERRUPTS = "\u0000interrupts";

    /** Among the arrived: the join has run before. What arrives later, on an arm that is longer, does not hold the run up. */
    static final String FIRED = "\u0000fired";

    boolean isStuck() {
      return !arrived.contains(FIRED);
    }

    /** Says what is missing, once nothing else runs. */
    String describe() {
      return "the join '" + target + "' has seen "
          + arrived.stream().filter(a -> a.charAt(0) != 0).sorted().toList()
          + " and waits for the rest, but nothing else runs; let every way lead to the join, or do without it";
    }
  }

  /** Returns a join of this namespace that can never run, or null. */
  @Nullable
  Barrier stuck(String ns) {
    return barriers.stream()
        .filter(b -> b.ns().equals(ns) && b.isStuck())
        .findFirst()
        .orElse(null);
  }

  static LiveState empty(CompiledGraph graph) {
    return new LiveState(Map.of("", Space.empty(graph, "")), List.of(), List.of(), 0);
  }

  Space root() {
    return space("");
  }

  Space space(String ns) {
    return java.util.Objects.requireNonNull(spaces.get(ns), ns);
  }

  @SuppressWarnings("ReferenceEquality") // the same map means that nothing changed
  LiveState withSpaces(Map<String, Space> changed) {
    return changed == spaces ? this : new LiveState(changed, frontier, barriers, planned);
  }

  LiveState withFrontier(List<LiveTask> next) {
    return new LiveState(spaces, next, barriers, planned);
  }

  Map<String, Space> copyOfSpaces() {
    return new HashMap<>(spaces);
  }

  /** Says whether a task that stands for a subgraph can end: nothing runs inside it any more. */
  boolean isReady(LiveTask task) {
    if (!task.isSubgraph()) {
      return true;
    }
    String inner = task.innerNs();
    return frontier.stream().noneMatch(t -> t.isInside(inner));
  }
}
