package io.harden4j.observability.internal;

import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.util.Locale;
import java.util.Set;

/**
 * How an observation ended, as seen by someone who looks for trouble. Interrupts, denials and stops on request are noticed, but they are not errors.
 *
 * @param level how much attention it deserves
 * @param text  why, in one line; empty if all is well
 */
public record Outcome(Level level, String text) {
  /** How much attention something deserves. */
  public enum Level {
    /** Nothing to see. */
    FINE,
    /** Someone said no, or the run waits. */
    NOTICE,
    /** It failed. */
    ERROR
  }

  private static final Set<String> FINE =
      Set.of("", "ok", "done", "completed", "replayed", "settled", "allow", "committed");
  private static final Set<String> NOTICE = Set.of(
      "denied",
      "refused",
      "suspended",
      "interrupted",
      "cancelled",
      "out_of_budget",
      "killed",
      "replay_mismatch",
      "lease_lost",
      "refused_by_human");

  static Outcome of(Facts facts) {
    Fault fault = facts.fault();
    if (fault != null) {
      return new Outcome(Level.ERROR, fault.message());
    }
    if (facts.kind() == ObservationKind.INTERRUPT) {
      return new Outcome(Level.NOTICE, "waits for an answer");
    }
    if (facts.kind() == ObservationKind.GUARD) {
      return ofVerdict(facts);
    }
    return ofWord(facts.kind(), facts.text(ObservedKeys.OUTCOME));
  }

  /** A tool's outcome is the code of its result: whatever is not a known word is an error the tool reported. */
  private static Outcome ofWord(ObservationKind kind, String outcome) {
    String word = outcome.toLowerCase(Locale.ROOT);
    boolean refused = kind == ObservationKind.TOOL && word.startsWith("invalid");
    if (NOTICE.contains(word) || refused) {
      return new Outcome(Level.NOTICE, outcome);
    }
    boolean failed =
        word.equals("failed") || (kind == ObservationKind.TOOL && !FINE.contains(word));
    return failed ? new Outcome(Level.ERROR, outcome) : new Outcome(Level.FINE, "");
  }

  private static Outcome ofVerdict(Facts facts) {
    String verdict = facts.text(ObservedKeys.VERDICT);
    if (FINE.contains(verdict)) {
      return new Outcome(Level.FINE, "");
    }
    String rule = facts.text(ObservedKeys.RULE);
    return new Outcome(Level.NOTICE, rule.isEmpty() ? verdict : verdict + " by rule " + rule);
  }
}
