package io.harden4j.graph;

import io.harden4j.checkpoint.GraphVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program: nodes, the ways between them, and typed state. Built once, checked as a whole, then immutable and safe to share.
 *
 * <p>Start with {@link #builder(String)}.
 */
public final class StateGraph {
  /** Target that ends a branch of the graph; the run is complete when all have ended. */
  public static final String END = "__end__";

  private final GraphVersion version;
  private final Evolution evolution;
  private final Map<String, StateKey<?>> keys;
  private final Map<String, NodeSpec> nodes;
  private final List<String> start;
  private final List<Join> joins;
  private final SortedMap<Integer, StateMigration> migrations;

  private StateGraph(Builder b) {
    this.keys = Map.copyOf(b.keys);
    this.nodes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(b.nodes));
    this.start = List.copyOf(b.start);
    this.joins = List.copyOf(b.joins);
    this.evolution = b.evolution;
    this.migrations = new TreeMap<>(b.migrations);
    nodes
        .values()
        .forEach(n ->
            n.freeze(joins.stream().filter(j -> j.sources().contains(n.name())).toList()));
    this.version = new GraphVersion(
        b.name,
        b.version,
        Fingerprint.of(b.name, b.version, keys.values(), nodes.values(), start, joins));
  }

  /**
   * Starts a graph.
   *
   * @param name name in the runtime's registry; not blank
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Returns name, version and fingerprint. */
  public GraphVersion version() {
    return version;
  }

  /** Returns the name. */
  public String name() {
    return version.name();
  }

  /** Returns what happens to paused threads of other versions. */
  public Evolution evolution() {
    return evolution;
  }

  /** Returns the declared migrations by the version they start from. */
  public SortedMap<Integer, StateMigration> migrations() {
    return java.util.Collections.unmodifiableSortedMap(migrations);
  }

  /** Returns the declared keys. */
  public Collection<StateKey<?>> keys() {
    return keys.values();
  }

  /** Returns the declared key of this name, or null. */
  public @Nullable StateKey<?> key(String name) {
    return keys.get(name);
  }

  /** Returns the declared form of a key. @throws UndeclaredKeyException if the graph has none of this name */
  @SuppressWarnings("unchecked")
  public <T> StateKey<T> declared(StateKey<T> key) {
    StateKey<?> own = keys.get(key.name());
    if (own == null) {
      throw new UndeclaredKeyException(key.name(), name(), keys.keySet());
    }
    return (StateKey<T>) own;
  }

  /** Returns the nodes in order of declaration. */
  public Collection<NodeSpec> nodes() {
    return nodes.values();
  }

  /** Returns a node, or null. */
  public @Nullable NodeSpec node(String name) {
    return nodes.get(name);
  }

  /** Returns the nodes that run first. */
  public List<String> start() {
    return start;
  }

  /** Returns the joins. */
  public List<Join> joins() {
    return joins;
  }

  /** Draws the graph as a Mermaid flowchart. */
  public String toMermaid() {
    return Mermaid.draw(this);
  }

  @Override
  public String toString() {
    return name() + " v" + version.version();
  }

  /** Builds a graph. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Map<String, StateKey<?>> keys = new LinkedHashMap<>();
    private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
    private final List<String> start = new ArrayList<>();
    private final List<Join> joins = new ArrayList<>();
    private final SortedMap<Integer, StateMigration> migrations = new TreeMap<>();
    private final List<GraphFault> faults = new ArrayList<>();
    private final List<Runnable> ways = new ArrayList<>();
    private Evolution evolution = Evolution.REFUSE;
    private int version = 1;

    private Builder(String name) {
      this.name = name;
      if (name.isBlank()) {
        faults.add(new GraphFault(
            GraphFault.Kind.BAD_NAME, name, "a graph needs a name; resume finds it by that"));
      }
    }

    /** Sets the version, 1 or more; default 1. Raise it when paused threads must not simply go on. */
    public Builder version(int number) {
      version = number;
      return this;
    }

    /** Sets what happens to paused threads of other versions; default {@link Evolution#REFUSE}. */
    public Builder onChange(Evolution policy) {
      evolution = policy;
      return this;
    }

    /** Declares how the state of version {@code from} becomes that of version {@code from + 1}. */
    public Builder migration(int from, StateMigration migration) {
      migrations.put(from, migration);
      return this;
    }

    /** Declares state keys. */
    public Builder state(StateKey<?>... declared) {
      for (StateKey<?> key : declared) {
        if (keys.putIfAbsent(key.name(), key) != null) {
          faults.add(new GraphFault(
              GraphFault.Kind.DUPLICATE_NAME,
              key.name(),
              "the key is declared twice; keep one declaration"));
        }
      }
      return this;
    }

    /** Adds a node. */
    public Builder node(String nodeName, Node node) {
      return node(nodeName, node, n -> {});
    }

    /** Adds a node and says how it is run. */
    public Builder node(String nodeName, Node node, Consumer<NodeOptions> how) {
      NodeOptions options = new NodeOptions();
      how.accept(options);
      return add(new NodeSpec(nodeName, node, options, null));
    }

    /** Adds a graph as a node: it runs in a namespace of its own, step by step with everything else. */
    public Builder subgraph(String nodeName, StateGraph inner, Consumer<Subgraph> values) {
      Subgraph subgraph = new Subgraph(inner);
      values.accept(subgraph);
      return add(new NodeSpec(nodeName, ctx -> Update.none(), new NodeOptions(), subgraph));
    }

    private Builder add(NodeSpec spec) {
      String n = spec.name();
      if (n.isBlank()
          || n.equals(END)
          || n.contains("/")
          || n.chars().anyMatch(Character::isISOControl)) {
        faults.add(new GraphFault(
            GraphFault.Kind.BAD_NAME,
            n,
            "node names are not blank, not '" + END + "', and hold no '/' or control characters"));
      } else if (nodes.putIfAbsent(n, spec) != null) {
        faults.add(new GraphFault(
            GraphFault.Kind.DUPLICATE_NAME,
            n,
            "a node of this name is there already; choose another"));
      }
      return this;
    }

    /** Names the nodes that run first; several run in parallel. */
    public Builder start(String... first) {
      start.addAll(List.of(first));
      return this;
    }

    /** Lets {@code to} follow {@code from}. Several edges from one node run their targets in parallel. */
    public Builder edge(String from, String to) {
      return way(from, "edge '" + from + "' -> '" + to + "'", spec -> spec.edge(to));
    }

    /** Lets the state choose what follows {@code from}. */
    public Builder route(String from, Consumer<Route> cases) {
      Route route = new Route();
      cases.accept(route);
      if (!route.isTotal()) {
        faults.add(new GraphFault(
            GraphFault.Kind.PARTIAL_ROUTE,
            from,
            "its route has no case for the rest; add otherwise(...)"));
      }
      return way(from, "route of '" + from + "'", spec -> {
        if (!spec.route(route)) {
          faults.add(new GraphFault(
              GraphFault.Kind.DUPLICATE_NAME,
              from,
              "the node has two routes; put all cases into one"));
        }
      });
    }

    /** Runs {@code to} once for each item that the state holds, in parallel, after {@code from}. Each reads its item with {@code ctx.input(...)}. */
    public Builder fanOut(String from, String to, Function<StateView, ? extends List<?>> items) {
      return way(
          from,
          "fan-out '" + from + "' -> '" + to + "'",
          spec -> spec.fanOut(new FanOut(to, items)));
    }

    /** Lets {@code target} run once all of {@code sources} have finished. */
    public Builder join(String target, String... sources) {
      joins.add(new Join(target, new java.util.LinkedHashSet<>(List.of(sources))));
      return this;
    }

    private Builder way(String from, String what, Consumer<NodeSpec> declare) {
      ways.add(() -> {
        NodeSpec spec = nodes.get(from);
        if (spec == null) {
          faults.add(new GraphFault(
              GraphFault.Kind.UNDECLARED_TARGET,
              from,
              what + " starts at a node that is not in the graph. Nodes: " + nodes.keySet()
                  + ". Add it with node(\"" + from + "\", ...) or correct the name"));
        } else {
          declare.accept(spec);
        }
      });
      return this;
    }

    /** Checks and returns the graph. @throws GraphDefinitionException listing all faults */
    public StateGraph build() {
      ways.forEach(Runnable::run);
      ways.clear();
      List<GraphFault> all = new ArrayList<>(faults);
      all.addAll(GraphCheck.faults(keys.values(), nodes, start, joins));
      if (!all.isEmpty()) {
        throw new GraphDefinitionException(name, all);
      }
      return new StateGraph(this);
    }
  }
}
