package io.harden4j.guard.governor;

import io.harden4j.tool.CanonicalArguments;

/** What a governor says to a call. */
public sealed interface Verdict {
  /** The arguments are fine as they are. */
  Verdict PASS = new Pass();

  /** The arguments are fine as they are. */
  record Pass() implements Verdict {}

  /**
   * The call may go on with other arguments.
   *
   * @param rule      what was done, for trace and audit
   * @param effective the arguments as they may be sent
   */
  record Rewrite(String rule, CanonicalArguments effective) implements Verdict {}

  /**
   * The call must not be made.
   *
   * @param rule    which rule refused
   * @param code    stable code for programs and models
   * @param toModel short text for the model: no policy internals, no echo of hostile values
   * @param reason  full reason for trace, audit and operator; names places, not values
   */
  record Refuse(String rule, String code, String toModel, String reason) implements Verdict {}
}
