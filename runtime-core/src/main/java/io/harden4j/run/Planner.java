package io.harden4j.run;

import io.harden4j.checkpoint.TaskId;
import io.harden4j.graph.FanOut;
import io.harden4j.graph.Join;
import io.harden4j.graph.NodeSpec;
import io.harden4j.graph.Route;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Subgraph;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what runs next: edges, routes with their control labels, joins, fan-outs, subgraphs. Deterministic. */
final class Planner {
  private final Map<String, Space> spaces;
  private final int visit;
  private final Map<String, LiveState.Barrier> barriers = new LinkedHashMap<>();
  private final Map<String, LiveTask> planned = new LinkedHashMap<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final List<Reducer.Change> entered = new ArrayList<>();
  private final Set<TaskId> breakpoints = new LinkedHashSet<>();
  private final Set<String> running = new HashSet<>();
  private final Set<String> fired = new HashSet<>();
  private boolean interrupting;

  private Planner(Map<String, Space> spaces, List<LiveState.Barrier> waiting, int visit) {
    this.spaces = spaces;
    this.visit = visit;
    waiting.forEach(b -> barriers.put(b.ns() + '\u001f' + b.target(), b));
  }

  /**
   * What comes next.
   *
   * @param state       frontier, barriers and spaces
   * @param entered     values that went into subgraphs
   * @param breakpoints planned tasks that wait for a human first
   */
  record Plan(LiveState state, List<Reducer.Change> entered, List<LiveTask> breakpoints) {}

  /** Plans the first tasks of a graph. */
  static Plan start(LiveState state, StateGraph graph, Label control) {
    if (graph.start().size() == 1) {
      NodeSpec only = java.util.Objects.requireNonNull(graph.node(graph.start().get(0)));
      if (only.subgraph() == null) {
        return alone(
            state,
            new LiveTask(new TaskId("", only.name(), "", state.planned()), only, null, control));
      }
    }
    Planner planner = new Planner(state.copyOfSpaces(), List.of(), state.planned());
    graph.start().forEach(node -> planner.add("", node, control, null));
    return planner.plan(List.of());
  }

  /**
   * Plans what follows finished tasks.
   *
   * @param state   spaces with the step's changes applied
   * @param carried tasks of subgraphs that still run
   */
  static Plan next(LiveState state, List<TaskOutcome> finished, List<LiveTask> carried) {
    if (finished.size() == 1 && carried.isEmpty() && state.barriers().isEmpty()) {
      Plan plan = afterOne(state, finished.get(0));
      if (plan != null) {
        return plan;
      }
    }
    Planner planner = new Planner(state.copyOfSpaces(), state.barriers(), state.planned());
    carried.forEach(t -> planner.running.add(t.id().ns() + '\u001f' + t.id().node()));
    finished.forEach(planner::follow);
    return planner.plan(carried);
  }

  /** The common case: one task, one edge or a route, nothing else to think of. Null if there is. */
  private static @Nullable Plan afterOne(LiveState state, TaskOutcome outcome) {
    LiveTask task = outcome.task();
    NodeSpec spec = task.spec();
    Route route = spec.route();
    boolean plain = outcome.jumps().isEmpty()
        && spec.edges().size() == (route == null ? 1 : 0)
        && spec.fanOuts().isEmpty()
        && spec.joins().isEmpty()
        && !spec.options().interruptsAfter()
        && !task.isSubgraph()
        && task.id().ns().isEmpty();
    if (!plain) {
      return null;
    }
    Space space = state.root();
    String target;
    Label control = task.control();
    if (route == null) {
      target = spec.edges().get(0);
    } else {
      TrackingView view = new TrackingView(space, control);
      target = route.choose(view);
      control = view.label();
    }
    if (target.equals(StateGraph.END)) {
      return new Plan(
          new LiveState(state.spaces(), List.of(), List.of(), state.planned() + 1),
          List.of(),
          List.of());
    }
    NodeSpec next = space.graph().node(target);
    return next.subgraph() != null
        ? null
        : alone(
            state, new LiveTask(new TaskId("", target, "", state.planned()), next, null, control));
  }

  private static Plan alone(LiveState state, LiveTask task) {
    return new Plan(
        new LiveState(state.spaces(), List.of(task), List.of(), state.planned() + 1),
        List.of(),
        List.of());
  }

  private Plan plan(List<LiveTask> carried) {
    List<LiveTask> frontier = new ArrayList<>(carried.size() + planned.size());
    frontier.addAll(carried);
    frontier.addAll(planned.values());
    if (frontier.size() > 1) {
      frontier.sort(java.util.Comparator.comparing(LiveTask::id));
    }
    List<LiveState.Barrier> waiting = new ArrayList<>(barriers.values());
    waiting.removeIf(b -> !spaces.containsKey(b.ns()));
    return new Plan(
        new LiveState(spaces, List.copyOf(frontier), waiting, visit + 1),
        entered,
        frontier.stream().filter(t -> breakpoints.contains(t.id())).toList());
  }

  private void follow(TaskOutcome outcome) {
    LiveTask task = outcome.task();
    interrupting = task.spec().options().interruptsAfter();
    if (outcome.jumps().isEmpty()) {
      follow(task.id().ns(), task.spec(), task.control());
    } else {
      outcome.jumps().forEach(j -> jump(task, j, outcome.label()));
    }
    interrupting = false;
  }

  private void jump(LiveTask task, Jump jump, Label control) {
    Label chosen = task.control().join(control);
    if (jump.empty()) {
      follow(task.id().ns(), spaceOf(task.id().ns()).graph().node(jump.node()), chosen);
    } else {
      add(task.id().ns(), jump.node(), chosen, jump.input());
    }
  }

  private void follow(String ns, NodeSpec spec, Label control) {
    for (String target : spec.edges()) {
      add(ns, target, control, null);
    }
    Route route = spec.route();
    if (route != null) {
      TrackingView view = new TrackingView(spaceOf(ns), control);
      String target = route.choose(view);
      add(ns, target, view.label(), null);
    }
    for (FanOut fanOut : spec.fanOuts()) {
      TrackingView view = new TrackingView(spaceOf(ns), control);
      List<?> items = fanOut.items().apply(view);
      items.forEach(item -> add(ns, fanOut.target(), view.label(), TaskInput.of(item)));
      if (items.isEmpty()) {
        follow(ns, spaceOf(ns).graph().node(fanOut.target()), view.label());
      }
    }
    spec.joins().forEach(join -> arrive(ns, join, spec.name(), control));
  }

  private void arrive(String ns, Join join, String source, Label control) {
    String name = ns + '\u001f' + join.target();
    if (fired.contains(name)) {
      add(ns, join.target(), control, null); // planned already: the label of this arrival joins
      return;
    }
    LiveState.Barrier barrier = barriers.get(name);
    Set<String> arrived = barrier == null ? new HashSet<>() : new HashSet<>(barrier.arrived());
    if (!running.contains(ns + '\u001f' + source)) {
      arrived.add(
          source); // all tasks of a source are one arrival, when the last of them has finished
    }
    if (interrupting) {
      arrived.add(LiveState.Barrier.INTERRUPTS);
    }
    Label joined = barrier == null ? control : barrier.control().join(control);
    if (arrived.containsAll(join.sources())) {
      barriers.put(
          name,
          new LiveState.Barrier(ns, join.target(), Set.of(LiveState.Barrier.FIRED), Label.SYSTEM));
      fired.add(name);
      boolean before = interrupting;
      interrupting |= arrived.contains(LiveState.Barrier.INTERRUPTS);
      add(ns, join.target(), joined, null);
      interrupting = before;
    } else {
      barriers.put(name, new LiveState.Barrier(ns, join.target(), arrived, joined));
    }
  }

  private void add(String ns, String target, Label control, @Nullable TaskInput input) {
    if (target.equals(StateGraph.END)) {
      return;
    }
    NodeSpec spec = spaceOf(ns).graph().node(target);
    String name = ns + '\u001f' + target;
    String ordinal = input == null ? "" : String.valueOf(ordinals.merge(name, 1, Integer::sum) - 1);
    String key = name + '\u001f' + ordinal;
    LiveTask there = planned.get(key);
    TaskId id = there != null ? there.id() : new TaskId(ns, target, ordinal, visit);
    if (interrupting) {
      breakpoints.add(id);
    }
    if (there != null) {
      planned.put(key, there.under(control));
      if (there.isSubgraph()) {
        underControl(there.innerNs(), control);
      }
      return;
    }
    LiveTask task = new LiveTask(id, spec, input, control);
    planned.put(key, task);
    if (task.isSubgraph()) {
      enter(task, ns, control);
    }
  }

  /** A subgraph that another task has planned as well: what goes into it carries the labels of both. */
  private void underControl(String innerNs, Label control) {
    planned.replaceAll((key, task) -> task.isInside(innerNs) ? task.under(control) : task);
    entered.replaceAll(
        change -> LiveTask.isInside(innerNs, change.ns()) ? change.under(control) : change);
  }

  private void enter(LiveTask task, String ns, Label control) {
    Subgraph subgraph = java.util.Objects.requireNonNull(task.spec().subgraph());
    Space outer = spaceOf(ns);
    CompiledGraph inner = outer.graph().inner(task.id().node());
    String innerNs = task.innerNs();
    Space space = Space.empty(inner, innerNs);
    Space.@Nullable Slot[] slots = new Space.Slot[inner.size()];
    for (Subgraph.Copy copy : subgraph.in()) {
      Space.Slot value = outer.slot(outer.graph().slot(copy.from()));
      if (value != null) {
        int slot = inner.slot(copy.to());
        slots[slot] = new Space.Slot(value.value(), value.label().join(control), 0, 0, 0, 0);
        entered.add(
            new Reducer.Change(innerNs, slot, value.value(), null, value.label().join(control)));
      }
    }
    spaces.put(innerNs, space.with(slots));
    subgraph.graph().start().forEach(node -> add(innerNs, node, control, null));
  }

  private Space spaceOf(String ns) {
    return java.util.Objects.requireNonNull(spaces.get(ns), ns);
  }
}
