package io.harden4j.run;

import io.harden4j.graph.NodeSpec;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Subgraph;
import io.harden4j.graph.UndeclaredKeyException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph with a slot number for each key, so that state is an array. */
final class CompiledGraph {
  private final StateGraph graph;
  private final List<StateKey<?>> keys;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, CompiledGraph> inner = new HashMap<>();

  CompiledGraph(StateGraph graph) {
    this(graph, List.of(Charter.KEY));
  }

  /** @param own keys beside the declared ones, which no node can name */
  private CompiledGraph(StateGraph graph, List<StateKey<?>> own) {
    this.graph = graph;
    this.keys = new ArrayList<>(graph.keys());
    keys.sort(Comparator.comparing(StateKey::name));
    keys.addAll(own);
    for (int i = 0; i < keys.size(); i++) {
      slots.put(keys.get(i).name(), i);
    }
    for (NodeSpec node : graph.nodes()) {
      Subgraph subgraph = node.subgraph();
      if (subgraph != null) {
        inner.put(node.name(), new CompiledGraph(subgraph.graph(), List.of()));
      }
    }
  }

  StateGraph graph() {
    return graph;
  }

  int size() {
    return keys.size();
  }

  StateKey<?> key(int slot) {
    return keys.get(slot);
  }

  int slot(StateKey<?> key) {
    Integer slot = slots.get(key.name());
    if (slot == null) {
      throw new UndeclaredKeyException(
          key.name(), graph.name(), graph.keys().stream().map(StateKey::name).toList());
    }
    return slot;
  }

  @Nullable
  Integer slotOf(String name) {
    return slots.get(name);
  }

  NodeSpec node(String name) {
    NodeSpec spec = graph.node(name);
    if (spec == null) {
      throw new GraphChangedException("a checkpoint names the node '" + name + "', which graph '"
          + graph + "' does not have. Nodes: "
          + graph.nodes().stream().map(NodeSpec::name).toList()
          + ". Register the graph version that made it, or declare a migration");
    }
    return spec;
  }

  CompiledGraph inner(String node) {
    CompiledGraph compiled = inner.get(node);
    if (compiled == null) {
      throw new GraphChangedException(
          "a checkpoint is inside the subgraph '" + node + "', which graph '" + graph
              + "' does not have; register the graph version that made it, or declare a migration");
    }
    return compiled;
  }

  /** Finds the graph of a namespace: a path of node names with their visits. */
  CompiledGraph at(String ns) {
    CompiledGraph found = this;
    if (!ns.isEmpty()) {
      for (String part : ns.split("/", -1)) {
        found = found.inner(part.substring(0, part.lastIndexOf(':')));
      }
    }
    return found;
  }
}
