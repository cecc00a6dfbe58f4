package io.harden4j.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node as its graph knows it, with its ways on. Immutable once the graph is built. */
public final class NodeSpec {
  private final String name;
  private final Node node;
  private final NodeOptions options;
  private final @Nullable Subgraph subgraph;
  private List<String> edges = new ArrayList<>();
  private List<FanOut> fanOuts = new ArrayList<>();
  private List<Join> joins = List.of();
  private @Nullable Route route;

  NodeSpec(String name, Node node, NodeOptions options, @Nullable Subgraph subgraph) {
    this.name = name;
    this.node = node;
    this.options = options;
    this.subgraph = subgraph;
  }

  void edge(String target) {
    edges.add(target);
  }

  void fanOut(FanOut fanOut) {
    fanOuts.add(fanOut);
  }

  boolean route(Route newRoute) {
    boolean first = route == null;
    route = newRoute;
    return first;
  }

  void freeze(List<Join> joinsOfThis) {
    edges = List.copyOf(edges);
    fanOuts = List.copyOf(fanOuts);
    joins = List.copyOf(joinsOfThis);
  }

  /** Returns every node (or END) that may come next. */
  Set<String> successors(List<Join> allJoins) {
    Set<String> next = new LinkedHashSet<>(edges);
    fanOuts.forEach(f -> next.add(f.target()));
    if (route != null) {
      next.addAll(route.targets());
    }
    next.addAll(options.targets());
    allJoins.stream().filter(j -> j.sources().contains(name)).forEach(j -> next.add(j.target()));
    return next;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the code; that of a subgraph does nothing. */
  public Node node() {
    return node;
  }

  /** Returns how it is run. */
  public NodeOptions options() {
    return options;
  }

  /** Returns the inner graph, or null for a plain node. */
  public @Nullable Subgraph subgraph() {
    return subgraph;
  }

  /** Returns the nodes that follow in any case. */
  public List<String> edges() {
    return edges;
  }

  /** Returns the fan-outs that follow. */
  public List<FanOut> fanOuts() {
    return fanOuts;
  }

  /** Returns the joins this node is a source of. */
  public List<Join> joins() {
    return joins;
  }

  /** Returns the route that follows, or null. */
  public @Nullable Route route() {
    return route;
  }
}
