package io.harden4j.guard.sql;

import io.harden4j.AgentRuntimeException;

/** An SQL text that the governor does not let through, or a statement that the database stopped. The message names places, never values. */
public final class SqlRefusedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlRefusal refusal;

  SqlRefusedException(SqlRefusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  /** Returns which rule refused. */
  public SqlRefusal refusal() {
    return refusal;
  }
}
