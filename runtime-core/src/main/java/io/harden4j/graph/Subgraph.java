package io.harden4j.graph;

import java.util.ArrayList;
import java.util.List;

/** How a graph is used as a node of another: which values go in and come out. Its state lives in a namespace of its own. */
public final class Subgraph {
  /**
   * A value that is copied between the two states.
   *
   * @param from key it is read from
   * @param to   key it is written to, under that key's rule of merging
   */
  public record Copy(StateKey<?> from, StateKey<?> to) {}

  private final StateGraph graph;
  private final List<Copy> in = new ArrayList<>();
  private final List<Copy> out = new ArrayList<>();

  Subgraph(StateGraph graph) {
    this.graph = graph;
  }

  /** Copies a value of the outer graph into the inner one when the node is entered. Absent values are left out. */
  public <T> Subgraph in(StateKey<T> outer, StateKey<T> inner) {
    in.add(new Copy(outer, inner));
    return this;
  }

  /** Copies a value of the inner graph to the outer one when the inner graph has ended. Absent values are left out. */
  public <T> Subgraph out(StateKey<T> inner, StateKey<T> outer) {
    out.add(new Copy(inner, outer));
    return this;
  }

  /** Returns the inner graph. */
  public StateGraph graph() {
    return graph;
  }

  /** Returns what goes in. */
  public List<Copy> in() {
    return in;
  }

  /** Returns what comes out. */
  public List<Copy> out() {
    return out;
  }
}
