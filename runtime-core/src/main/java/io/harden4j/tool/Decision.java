package io.harden4j.tool;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a guard says to a call. */
public sealed interface Decision {
  /** Which rule decided; goes to trace and audit. */
  String rule();

  /**
   * The call may go on, in its effective form.
   *
   * @param rule        which rule decided
   * @param effective   the call as it may be made: same tool, possibly rewritten arguments
   * @param obligations conditions; copied
   */
  record Allow(String rule, ToolCall effective, List<Obligation> obligations) implements Decision {
    /** Copies the list. */
    public Allow {
      obligations = List.copyOf(obligations);
    }
  }

  /**
   * The call must not be made.
   *
   * @param rule    which rule decided
   * @param code    stable code for programs and models, such as {@code NOT_PERMITTED}
   * @param toModel short text for the model: no policy internals, no echo of hostile values
   * @param toHuman full reason for trace, audit and operator
   */
  record Deny(String rule, String code, String toModel, String toHuman) implements Decision {}

  /**
   * A human must agree to the effective call first.
   *
   * @param rule        which rule decided
   * @param effective   the call as it would be made
   * @param question    what the human is asked; the effective arguments are shown beside it
   * @param audience    role that may answer, or empty for anyone of the tenant but the agent
   * @param expiresIn   how long the question stays open, or null for ever
   * @param obligations conditions once granted; copied
   */
  record AskHuman(
      String rule,
      ToolCall effective,
      String question,
      String audience,
      @Nullable Duration expiresIn,
      List<Obligation> obligations)
      implements Decision {
    /** Copies the list. */
    public AskHuman {
      obligations = List.copyOf(obligations);
    }
  }

  /** Handles every shape. */
  default <T> T fold(Function<Allow, T> allow, Function<Deny, T> deny, Function<AskHuman, T> ask) {
    if (this instanceof Allow a) {
      return allow.apply(a);
    }
    return this instanceof Deny d ? deny.apply(d) : ask.apply((AskHuman) this);
  }
}
