package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.effect.ControlSignal;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the road needs of the task attempt that travels it. Implemented by the engine. */
public interface EffectScope {
  /**
   * An approval that a human has given or refused.
   *
   * @param question the question it answers; an intent spends it
   * @param granted  whether the human agreed
   * @param by       id of who answered
   */
  record Approval(QuestionId question, boolean granted, String by) {}

  /** Raises the sticky signal again if there is one, or a cancellation. */
  void checkSignal();

  /** Leaves the sticky mark and returns the signal, to be thrown. */
  ControlSignal mark(ControlSignal signal);

  /** Tells that an effect begins; the attempt does not end before it does. Raises the sticky signal like {@link #checkSignal}. */
  void enter();

  /** Tells that an effect that entered has ended, in whatever way. */
  void leave();

  /** Leaves a sticky mark that the store failed to record an effect: the task fails whatever its code makes of the exception. */
  void storeFailed(RuntimeException error);

  /** Returns the observation of the attempt. */
  Observation observation();

  /** Returns the name under which an effect is recorded: that of one inside another effect's code names the outer one, too. */
  String recordedName(String name);

  /** Returns the journal of the task. */
  TaskJournal journal();

  /** Returns the ledger of the run. */
  BudgetLedger budget();

  /** Returns the vault. */
  PayloadVault vault();

  /** Returns the label of what the attempt has read so far. */
  Label label();

  /** Joins a label into the attempt's. */
  void join(Label label);

  /** Returns who the run acts for. */
  Principal principal();

  /** Returns the kill switch scopes of the run: all, tenant, principal, run. */
  Set<String> killScopes();

  /**
   * Returns the answer of a human to a yes-or-no question bound to {@code binding}; where there is none yet, asks and raises SUSPENDED.
   *
   * @param effect    the effect that asks: two calls alike ask two questions
   * @param kind      kind of question: approval or mismatch
   * @param binding   hash of all that the answer is good for
   */
  Approval approval(
      EffectKey effect,
      String kind,
      String binding,
      String text,
      String audience,
      @Nullable Duration expiresIn);

  /**
   * Returns a human's settlement of an unknown outcome; where there is none yet, asks and raises SUSPENDED.
   *
   * @param tries which execution of the effect it settles, 1 first: the answer about one says nothing about the next
   */
  Settlement settlement(EffectKey effect, int tries, String text);

  /** Tells listeners how an effect ended. */
  void effectEnded(String effect, String outcome, @Nullable String rule);

  /** Returns a monotonic time. */
  long nanoTime();

  /** Says whether effects of this run are recorded. */
  boolean isDurable();

  /**
   * How a human settled an unknown outcome.
   *
   * @param happened whether the effect took place
   * @param result   its result as JSON, if it did and it has one
   */
  record Settlement(boolean happened, Optional<String> result) {}
}
