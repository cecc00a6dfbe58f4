package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Retry;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One effect on its way: what it is, what it costs, how it is admitted and done. The road calls the methods in the order of its steps.
 *
 * @param <T> type of the result
 */
public interface Operation<T> {
  /** Returns the name in the journal, such as {@code tool:orders.find_order}. */
  String name();

  /** Returns what it is, for the trace. */
  ObservationKind kind();

  /** Returns the digest of the normalised request. */
  String digest();

  /** Returns the codec of the result. */
  StateCodec<T> codec();

  /** Returns what was asked, for a human who settles the outcome; null if it is not consequential. */
  default @Nullable String request() {
    return null;
  }

  /** Says whether doing it twice could hurt. */
  default boolean consequential() {
    return false;
  }

  /** Says whether an attempt may be repeated after an unknown outcome, under the same key. */
  default boolean repeatable() {
    return true;
  }

  /** Returns further kill switch scopes. */
  default Set<String> killScopes() {
    return Set.of();
  }

  /** Returns what one attempt may cost. */
  default Cost estimate(EffectScope scope) {
    return Cost.FREE;
  }

  /** Returns what an attempt with this result did cost. */
  default Cost actual(T result, Cost reserved) {
    return reserved;
  }

  /** Describes the request on the span. */
  default void describe(Observation span) {}

  /** Describes the result on the span. */
  default void describe(Observation span, T result) {}

  /** Steps 5 to 8. */
  default Admission<T> admit(EffectKey key, EffectScope scope, Observation span) {
    return Admission.open();
  }

  /** Returns how often attempts are repeated. */
  default Retry retry() {
    return Retry.NEVER;
  }

  /** Returns the bound of one attempt, or null. */
  default @Nullable Duration timeout() {
    return null;
  }

  /** Says whether {@link #call} keeps to {@link #timeout} and ends when it is interrupted, so that it needs no thread of its own. */
  default boolean keepsTime() {
    return false;
  }

  /** Returns the name of its breaker, or null for none. */
  default @Nullable String breaker() {
    return null;
  }

  /** Step 10: does it once. */
  T call(Attempt attempt) throws Exception;

  /** Step 11: cuts, checks and masks the result. */
  default T screen(T result) {
    return result;
  }

  /** Returns the label of the result, which joins the node's. */
  default Label label(T result, EffectScope scope) {
    return Label.SYSTEM;
  }

  /** Tells the label of the result, recorded or new. */
  default void labelled(Label label) {}

  /** Returns what of the result's label joins the node's; default: all of it. */
  default Label joined(Label label) {
    return label;
  }

  /** Tells that the outcome is known: done, failed or unknown. Step 13. */
  default void ended(String outcome, String reason) {}

  /** Tells that a recorded result is returned without doing anything. */
  default void replayed(T result) {}
}
