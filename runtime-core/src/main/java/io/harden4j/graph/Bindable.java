package io.harden4j.graph;

/**
 * Something that must be built from parts bound to a task, such as a LangChain4j assistant.
 *
 * @param <T> what comes out
 */
@FunctionalInterface
public interface Bindable<T> {
  /** Builds it for one task. */
  T bind(NodeContext ctx);
}
