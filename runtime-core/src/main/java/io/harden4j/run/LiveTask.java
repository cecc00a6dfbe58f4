package io.harden4j.run;

import io.harden4j.checkpoint.TaskId;
import io.harden4j.graph.NodeSpec;
import io.harden4j.label.Label;
import org.jspecify.annotations.Nullable;

/**
 * A task of the frontier, in memory.
 *
 * @param id      structural name
 * @param spec    its node
 * @param input   item of a fan-out, or null
 * @param control label of what chose it
 */
record LiveTask(TaskId id, NodeSpec spec, @Nullable TaskInput input, Label control) {
  /** Says whether it stands for a subgraph that runs in a namespace of its own. */
  boolean isSubgraph() {
    return spec.subgraph() != null;
  }

  /** Returns the namespace of the subgraph's run. */
  String innerNs() {
    String part = id.node() + ":" + id.visit() + (id.ordinal().isEmpty() ? "" : "." + id.ordinal());
    return id.ns().isEmpty() ? part : id.ns() + "/" + part;
  }

  /** Says whether this task runs inside the namespace or below it. */
  boolean isInside(String ns) {
    return isInside(ns, id.ns());
  }

  /** Says whether a namespace is {@code ns} or below it. */
  static boolean isInside(String ns, String inner) {
    return inner.equals(ns) || inner.startsWith(ns + "/");
  }

  /** Returns this task, chosen also by something with this label. */
  LiveTask under(Label chosenBy) {
    return new LiveTask(id, spec, input, control.join(chosenBy));
  }
}
