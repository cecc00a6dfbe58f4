package io.harden4j.effect;

/**
 * Stops a node from outside: suspended, cancelled, out of budget, killed, replay mismatch. An {@code Error}, so that frameworks and user
 * code that catch {@code Exception} cannot swallow it; the node's context keeps a mark, each further call raises it again, and the engine reads the mark
 * before it reads the node's return value. Never catch it; {@code finally} is fine.
 */
public final class ControlSignal extends Error {
  private static final long serialVersionUID = 1L;

  /** Why the node stops. */
  public enum Kind {
    /** Questions are open. */
    SUSPENDED,
    /** The caller, the deadline or a failing sibling stopped it. */
    CANCELLED,
    /** A budget is used up. */
    OUT_OF_BUDGET,
    /** The kill switch is on. */
    KILLED,
    /** The node asked for something else than what was recorded. */
    REPLAY_MISMATCH,
    /** The process lost the thread to another one. */
    LEASE_LOST
  }

  private final Kind kind;

  /** Creates a signal without a stack trace: it is not an accident. */
  public ControlSignal(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** Returns why the node stops. */
  public Kind kind() {
    return kind;
  }
}
