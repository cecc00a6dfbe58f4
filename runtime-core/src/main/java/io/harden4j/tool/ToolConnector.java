package io.harden4j.tool;

import io.harden4j.observe.Observation;
import java.util.Optional;

/**
 * Reaches a system. The only way in is a {@link Permit}, which only core's gate can make.
 *
 * <p><b>Failures.</b> {@link io.harden4j.effect.TransientException}: known to have had no consequence, always safe to retry. Any other exception: the
 * outcome is unknown, so an attempt is repeated only where the tool is declared idempotent. A tool that answers "I could not" is a
 * {@link ToolResult#error}, not an exception.
 *
 * <p><b>Interruption.</b> A thread interrupt means cancel: stop waiting and tell the remote side if the protocol can.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface ToolConnector {
  /** Performs one frame: sends exactly {@link Permit#arguments()}, once. */
  ToolResult invoke(Permit permit);

  /**
   * Says whether {@link #invoke} itself ends by {@link Permit#timeout()} and soon after an interrupt, whatever the system that it reaches does. It is then called
   * on the caller's thread, which spares a switch of threads for each call; otherwise, the default, on a thread of its own that can be abandoned. A runtime with a
   * kill switch always uses such a thread.
   */
  default boolean keepsTime() {
    return false;
  }

  /** Says whether {@link #invoke} makes a request to another system, so that a trace shows the call as a client's; default: no. */
  default boolean isRemote() {
    return false;
  }

  /** Attaches what is known of every call before it is decided on, such as the method of a protocol that names the span; default: nothing. Must not throw. */
  default void describe(Observation span) {}

  /**
   * Says how to go on after a result with code {@link NextRound#INPUT_REQUIRED}; empty, the default, if this connector has no calls of several rounds. A pure
   * function of the result, which may come from the journal of another process.
   */
  default Optional<NextRound> next(ToolResult result) {
    return Optional.empty();
  }
}
