package io.harden4j.run;

import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.graph.StateGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The graphs a runtime can resume, by name and version. Thread-safe. */
final class GraphRegistry {
  private final Map<StateGraph, CompiledGraph> compiled = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<Integer, CompiledGraph>> byName = new ConcurrentHashMap<>();
  private volatile @Nullable UnaryOperator<StateGraph> companion;

  /** Makes for each graph, known or to come, one that is registered beside it. */
  void beside(UnaryOperator<StateGraph> makes) {
    companion = makes;
    List.copyOf(compiled.keySet()).forEach(graph -> addBeside(graph, makes));
  }

  private void addBeside(StateGraph graph, UnaryOperator<StateGraph> makes) {
    StateGraph companion = makes.apply(graph);
    if (!byName.containsKey(companion.name())) {
      add(companion);
    }
  }

  /** Registers a graph; the last registration of a version wins. */
  CompiledGraph register(StateGraph graph) {
    CompiledGraph known = compiled.get(graph);
    if (known != null) {
      return known;
    }
    CompiledGraph fresh = add(graph);
    UnaryOperator<StateGraph> makes = companion;
    if (makes != null && !ScheduleGraph.is(graph.name())) {
      addBeside(graph, makes);
    }
    return fresh;
  }

  private CompiledGraph add(StateGraph graph) {
    CompiledGraph fresh = new CompiledGraph(graph);
    byName.compute(graph.name(), (name, versions) -> {
      TreeMap<Integer, CompiledGraph> next =
          versions == null ? new TreeMap<>() : new TreeMap<>(versions);
      next.put(graph.version().version(), fresh);
      return next;
    });
    compiled.put(graph, fresh);
    return fresh;
  }

  /** Returns the names of all registered graphs. */
  Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /** Returns the newest registered version of this name, or null. */
  @Nullable
  CompiledGraph newest(String name) {
    TreeMap<Integer, CompiledGraph> versions = byName.get(name);
    return versions == null ? null : versions.lastEntry().getValue();
  }

  /** Returns exactly this version with this fingerprint, or null. */
  @Nullable
  CompiledGraph exact(GraphVersion version) {
    TreeMap<Integer, CompiledGraph> versions = byName.get(version.name());
    CompiledGraph found = versions == null ? null : versions.get(version.version());
    return found != null && found.graph().version().equals(version) ? found : null;
  }
}
