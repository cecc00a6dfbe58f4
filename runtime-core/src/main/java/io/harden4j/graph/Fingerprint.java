package io.harden4j.graph;

import io.harden4j.checkpoint.Digests;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Hash over topology, keys, codecs and version; not over lambda bodies. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(
      String name,
      int version,
      Collection<StateKey<?>> keys,
      Collection<NodeSpec> nodes,
      List<String> start,
      List<Join> joins) {
    StringBuilder out =
        new StringBuilder(name + "\n" + version + "\nstart " + new TreeSet<>(start) + "\n");
    keys.stream()
        .sorted(Comparator.comparing(StateKey::name))
        .forEach(k -> out.append("key ")
            .append(k.name())
            .append(' ')
            .append(k.kind())
            .append(' ')
            .append(k.codec())
            .append('\n'));
    nodes.stream().sorted(Comparator.comparing(NodeSpec::name)).forEach(n -> {
      out.append("node ")
          .append(n.name())
          .append(" -> ")
          .append(new TreeSet<>(n.successors(joins)));
      Subgraph inner = n.subgraph();
      out.append(inner == null ? "" : " graph " + inner.graph().version().fingerprint())
          .append('\n');
    });
    joins.stream()
        .map(j -> "join " + j.target() + " <- " + new TreeSet<>(j.sources()))
        .sorted()
        .forEach(l -> out.append(l).append('\n'));
    return Digests.sha256(out.toString()).substring(0, 32);
  }
}
