package io.harden4j.checkpoint;

import java.util.Comparator;

/**
 * Structural name of a task: the same in every process and after every resume.
 *
 * @param ns      stable path of node names of the enclosing subgraphs with their invocation ordinals, empty at the root
 * @param node    name of the node
 * @param ordinal which item of a dynamic fan-out, empty otherwise
 * @param visit   which planning of the thread's line planned it ({@link Checkpoint#planned()}): tells the rounds of a loop apart
 */
public record TaskId(String ns, String node, String ordinal, int visit)
    implements Comparable<TaskId> {
  private static final Comparator<TaskId> ORDER = Comparator.comparing(TaskId::ns)
      .thenComparing(TaskId::node)
      .thenComparingInt((TaskId t) -> t.ordinal.length())
      .thenComparing(TaskId::ordinal)
      .thenComparingInt(TaskId::visit);

  /** Orders by (ns, node, ordinal, visit): the order in which updates are applied. Ordinals compare as numbers. */
  @Override
  public int compareTo(TaskId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (ns.isEmpty() ? "" : ns + "/") + node + (ordinal.isEmpty() ? "" : "[" + ordinal + "]")
        + "#" + visit;
  }
}
