package io.harden4j.graph;

import java.util.HashMap;
import java.util.Map;

/** Draws a graph as a Mermaid flowchart. */
final class Mermaid {
  private final StringBuilder out = new StringBuilder("flowchart TD\n");
  private final Map<String, String> ids = new HashMap<>();

  private Mermaid() {}

  static String draw(StateGraph graph) {
    Mermaid m = new Mermaid();
    m.out.append("  start((start))\n");
    graph.nodes().forEach(m::node);
    m.out.append("  finish((end))\n");
    m.ids.put(StateGraph.END, "finish");
    graph.start().forEach(s -> m.line("start", "-->", s));
    graph.nodes().forEach(m::ways);
    return m.out.toString();
  }

  private void node(NodeSpec n) {
    String id = "n" + ids.size();
    ids.put(n.name(), id);
    String label = "\"" + n.name().replace("\"", "#quot;") + "\"";
    out.append("  ")
        .append(id)
        .append(n.subgraph() != null ? "[[" + label + "]]" : "[" + label + "]")
        .append('\n');
  }

  private void ways(NodeSpec n) {
    n.edges().forEach(t -> line(id(n), "-->", t));
    n.fanOuts().forEach(f -> line(id(n), "-->|each item|", f.target()));
    n.joins().forEach(j -> line(id(n), "-->|join|", j.target()));
    Route route = n.route();
    if (route != null) {
      route.targets().forEach(t -> line(id(n), "-.->|route|", t));
    }
    n.options().targets().forEach(t -> line(id(n), "-.->", t));
  }

  private String id(NodeSpec n) {
    return ids.getOrDefault(n.name(), n.name());
  }

  private void line(String from, String arrow, String target) {
    out.append("  ")
        .append(from)
        .append(' ')
        .append(arrow)
        .append(' ')
        .append(ids.getOrDefault(target, target))
        .append('\n');
  }
}
