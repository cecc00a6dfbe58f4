package io.harden4j.graph;

import io.harden4j.checkpoint.JsonCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds all faults of a graph definition at once. */
final class GraphCheck {
  private final Collection<StateKey<?>> keys;
  private final Map<String, NodeSpec> nodes;
  private final List<String> start;
  private final List<Join> joins;
  private final List<GraphFault> faults = new ArrayList<>();

  private GraphCheck(
      Collection<StateKey<?>> keys,
      Map<String, NodeSpec> nodes,
      List<String> start,
      List<Join> joins) {
    this.keys = keys;
    this.nodes = nodes;
    this.start = start;
    this.joins = joins;
  }

  static List<GraphFault> faults(
      Collection<StateKey<?>> keys,
      Map<String, NodeSpec> nodes,
      List<String> start,
      List<Join> joins) {
    GraphCheck check = new GraphCheck(keys, nodes, start, joins);
    check.checkKeys();
    check.checkTargets();
    Set<String> reached = check.reachable(null);
    check.checkNodes(reached);
    joins.forEach(j -> check.checkJoin(j, reached));
    return check.faults;
  }

  private void fault(GraphFault.Kind kind, String where, String message) {
    faults.add(new GraphFault(kind, where, message));
  }

  private void checkKeys() {
    for (StateKey<?> key : keys) {
      if (key.codec() instanceof JsonCodec<?> json) {
        json.problem().ifPresent(p -> fault(GraphFault.Kind.KEY_WITHOUT_CODEC, key.name(), p));
      }
    }
  }

  private void checkTargets() {
    if (start.isEmpty()) {
      fault(GraphFault.Kind.NO_START, "start", "no node runs first; add start(\"...\")");
    }
    start.forEach(s -> checkTarget("start", s, false));
    for (NodeSpec spec : nodes.values()) {
      spec.successors(List.of()).forEach(t -> checkTarget(spec.name(), t, true));
    }
    for (Join join : joins) {
      checkTarget("join", join.target(), false);
      join.sources().forEach(s -> checkTarget("join of '" + join.target() + "'", s, false));
    }
  }

  private void checkTarget(String from, String target, boolean mayEnd) {
    if (!nodes.containsKey(target) && !(mayEnd && target.equals(StateGraph.END))) {
      fault(
          GraphFault.Kind.UNDECLARED_TARGET,
          target,
          "'" + from + "' points to '" + target + "', which is not in the graph. Nodes: "
              + nodes.keySet() + ". Add it with node(\"" + target + "\", ...) or correct the name");
    }
  }

  private Set<String> reachable(@org.jspecify.annotations.Nullable String without) {
    Deque<String> open = new ArrayDeque<>(start);
    Set<String> reached = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeSpec spec = nodes.get(name);
      if (spec != null && !name.equals(without) && reached.add(name)) {
        open.addAll(spec.successors(joins));
      }
    }
    return reached;
  }

  private void checkNodes(Set<String> reached) {
    for (NodeSpec spec : nodes.values()) {
      if (!reached.contains(spec.name())) {
        fault(
            GraphFault.Kind.UNREACHABLE_NODE,
            spec.name(),
            "no way leads here from the start; add an edge, or remove the node");
      }
      if (spec.successors(joins).isEmpty()) {
        fault(
            GraphFault.Kind.DEAD_END,
            spec.name(),
            "nothing follows; add edge(\"" + spec.name() + "\", END) if the graph ends here");
      }
    }
  }

  private void checkJoin(Join join, Set<String> reached) {
    if (join.sources().isEmpty()) {
      fault(
          GraphFault.Kind.UNFILLABLE_JOIN,
          join.target(),
          "the join waits for nothing; name its sources");
      return;
    }
    Set<String> before = reachable(join.target());
    for (String source : join.sources()) {
      boolean first = reached.contains(source) && !before.contains(source);
      if (nodes.containsKey(source) && (first || !reached.contains(source))) {
        fault(
            GraphFault.Kind.UNFILLABLE_JOIN,
            join.target(),
            "it waits for '" + source + "', which " + (first ? "only runs behind it" : "never runs")
                + "; remove the source or add a way to it");
      }
    }
    nodes.values().stream()
        .map(NodeSpec::route)
        .filter(Objects::nonNull)
        .forEach(route -> checkAlternatives(join, route));
  }

  private void checkAlternatives(Join join, Route route) {
    List<String> alternatives = join.sources().stream()
        .filter(s -> route.targets().contains(s) && onlyWayIn(s, route))
        .sorted()
        .toList();
    if (alternatives.size() > 1) {
      fault(
          GraphFault.Kind.UNFILLABLE_JOIN,
          join.target(),
          "it waits for " + alternatives
              + ", but one route chooses only one of them; join behind a common node, or use edges instead");
    }
  }

  private boolean onlyWayIn(String node, Route route) {
    if (start.contains(node)) {
      return false;
    }
    return nodes.values().stream()
        .filter(n -> n.successors(joins).contains(node))
        .allMatch(n -> n.route() == route
            && !n.edges().contains(node)
            && !n.options().targets().contains(node));
  }
}
