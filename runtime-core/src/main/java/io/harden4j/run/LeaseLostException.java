package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** This process lost the thread to another one while it ran; it has changed nothing since. The other process goes on. */
public final class LeaseLostException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(
        message
            + "; this process has written nothing since. Read the thread's state to see how the other one ended");
  }
}
