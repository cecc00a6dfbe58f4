package io.harden4j.graph;

/**
 * One fault of a graph definition.
 *
 * @param kind    what is wrong
 * @param where   node, edge or key
 * @param message what is wrong there and what to do
 */
public record GraphFault(Kind kind, String where, String message) {
  /** Kinds of faults. */
  public enum Kind {
    /** No start node is named. */
    NO_START,
    /** A node cannot be reached from the start. */
    UNREACHABLE_NODE,
    /** An edge, route, join or start names a node that does not exist. */
    UNDECLARED_TARGET,
    /** A key's values could not be stored and read back. */
    KEY_WITHOUT_CODEC,
    /** A join waits for nodes that can never all arrive. */
    UNFILLABLE_JOIN,
    /** A node has no way on. */
    DEAD_END,
    /** A node or key is declared twice. */
    DUPLICATE_NAME,
    /** A route has no case for the rest. */
    PARTIAL_ROUTE,
    /** A name is blank or reserved. */
    BAD_NAME
  }

  @Override
  public String toString() {
    return kind + " at '" + where + "': " + message;
  }
}
