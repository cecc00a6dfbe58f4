package io.harden4j.effect.internal;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;
import io.harden4j.effect.EffectException;
import io.harden4j.effect.KillSwitch;
import io.harden4j.effect.TransientException;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The road every effect travels, in one order: 1 replay look-up, 2 trace, 3 kill switch, 4 budget, 5 to 8 admission (canonical form, guard, approval, audit
 * intent), 9 journal INTENT, 10 breaker, retry and attempts, 11 screen and label, 12 journal outcome, 13 audit outcome, settlement and event. One instance
 * serves all runs of a runtime. Thread-safe.
 */
public final class Road {
  /** How often an attempt that is under way asks the kill switch, which may itself be up to a second behind. */
  private static final Duration KILL_LOOK = Duration.ofMillis(200);

  private final KillSwitch killSwitch;
  private final Attempts attempts;
  private final Consumer<Runnable> starter;

  /**
   * Creates the road.
   *
   * @param starter starts a task on a fresh thread, for attempts with a time limit
   */
  public Road(KillSwitch killSwitch, Breakers breakers, Consumer<Runnable> starter) {
    this.killSwitch = killSwitch;
    this.attempts = new Attempts(breakers);
    this.starter = starter;
  }

  /** Performs an effect, or returns what is recorded of it. */
  public <T> T perform(Operation<T> op, EffectScope scope) {
    scope.enter();
    try {
      return entered(op, scope);
    } finally {
      scope.leave();
    }
  }

  private <T> T entered(Operation<T> op, EffectScope scope) {
    EffectKey key = scope.journal().next(scope.recordedName(op.name()), op.digest());
    Optional<EffectRecord> recorded = scope.journal().find(key);
    if (recorded.isPresent() && recorded.get().state() == EffectState.DONE) {
      return replay(op, scope, recorded.get());
    }
    Observation span = scope.observation().child(op.kind(), op.name());
    try {
      op.describe(span);
      if (recorded.isPresent() && Settling.isOpen(op, recorded.get())) {
        Optional<T> settled = Settling.settle(op, scope, recorded.get());
        if (settled.isPresent()) {
          return settled.get();
        }
      } else if (recorded.isEmpty() && op.consequential()) {
        Settling.refuseMismatch(op, scope, key);
      }
      return travel(op, scope, key, recorded.map(r -> Intent.tries(scope, r)).orElse(0), span);
    } catch (ControlSignal signal) {
      span.attribute(ObservedKeys.OUTCOME, signal.kind().name().toLowerCase(java.util.Locale.ROOT));
      throw signal;
    } catch (RuntimeException | Error e) {
      span.error(e);
      throw e;
    } finally {
      span.end();
    }
  }

  private static <T> T replay(Operation<T> op, EffectScope scope, EffectRecord record) {
    Payload result = record.result();
    if (result == null) {
      throw new IllegalStateException(
          "effect '" + op.name() + "' is recorded as done without a result");
    }
    Labeled<T> value =
        scope.vault().open(new PayloadAddress.EffectResult(record.key()), op.codec(), result);
    op.labelled(value.label());
    scope.join(op.joined(value.label()));
    scope.effectEnded(op.name(), "replayed", null);
    op.replayed(value.value());
    return value.value();
  }

  private <T> T travel(
      Operation<T> op, EffectScope scope, EffectKey key, int tries, Observation span) {
    checkKillSwitch(op, scope);
    Reservation reservation = Reservation.of(op, scope);
    try {
      Admission<T> admission = op.admit(key, scope, span);
      T rejected = admission.rejected();
      if (rejected != null) {
        return reject(op, scope, key, span, rejected, admission.rule());
      }
      EffectRecord intent = intent(op, scope, key, tries + 1);
      if (op.consequential()) {
        Outcomes.begin(scope, intent, admission);
      }
      T result = call(op, scope, intent, span, reservation);
      scope.effectEnded(op.name(), "done", admission.rule());
      return result;
    } finally {
      reservation.release();
    }
  }

  @SuppressWarnings("ReferenceEquality") // OFF is one object
  private void checkKillSwitch(Operation<?> op, EffectScope scope) {
    if (killSwitch == KillSwitch.OFF) {
      return;
    }
    Set<String> scopes = new HashSet<>(scope.killScopes());
    scopes.addAll(op.killScopes());
    Optional<String> engaged =
        op.consequential() ? killSwitch.engaged(scopes) : killSwitch.engagedForRead(scopes);
    engaged.ifPresent(reason -> {
      throw scope.mark(new ControlSignal(
          Kind.KILLED,
          "the kill switch stopped '" + op.name() + "': " + reason
              + "; release the switch, then resume the thread"));
    });
  }

  private static <T> T reject(
      Operation<T> op,
      EffectScope scope,
      EffectKey key,
      Observation span,
      T rejected,
      @org.jspecify.annotations.Nullable String rule) {
    Label label = Label.SYSTEM;
    EffectRecord record = new EffectRecord(
        key,
        false,
        scope.journal().idempotencyKey(key),
        EffectState.DONE,
        null,
        scope.isDurable()
            ? scope.vault().seal(new PayloadAddress.EffectResult(key), op.codec(), rejected, label)
            : null);
    Outcomes.end(scope, record);
    op.describe(span, rejected);
    scope.effectEnded(op.name(), "denied", rule);
    return rejected;
  }

  private static EffectRecord intent(Operation<?> op, EffectScope scope, EffectKey key, int tries) {
    EffectRecord bare = new EffectRecord(
        key,
        op.consequential(),
        scope.journal().idempotencyKey(key),
        EffectState.INTENT,
        null,
        null);
    String request = op.request();
    return request == null || !scope.isDurable() || !op.consequential()
        ? bare
        : new EffectRecord(
            key,
            true,
            bare.idempotencyKey(),
            EffectState.INTENT,
            new Intent(request, tries, op.repeatable()).seal(scope, bare),
            null);
  }

  private <T> T call(
      Operation<T> op,
      EffectScope scope,
      EffectRecord intent,
      Observation span,
      Reservation reservation) {
    try {
      T result = attempts.run(op, number -> attempt(op, scope, intent, span, reservation, number));
      T screened = op.screen(result);
      Outcomes.done(op, scope, intent, screened);
      op.describe(span, screened);
      op.ended("done", "");
      return screened;
    } catch (ControlSignal signal) {
      if (op.consequential() && !reservation.started()) {
        Outcomes.end(
            scope,
            intent.ended(EffectState.FAILED, null)); // nothing was begun: nobody needs to be asked
      } else if (signal.kind() == Kind.KILLED) {
        op.ended("unknown", String.valueOf(signal.getMessage()));
      }
      throw signal;
    } catch (TransientException e) {
      failed(op, scope, intent, "failed", e);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown(op, scope, intent, span, e);
    } catch (Exception e) {
      return unknown(op, scope, intent, span, e);
    }
  }

  private <T> T attempt(
      Operation<T> op,
      EffectScope scope,
      EffectRecord intent,
      Observation span,
      Reservation reservation,
      int number)
      throws Exception {
    scope.checkSignal();
    checkKillSwitch(op, scope);
    if (number > 1) {
      reservation.again(op);
    }
    boolean own = op.retry().attempts() > 1 || number > 1;
    Observation child = own
        ? span.child(ObservationKind.ATTEMPT, "attempt " + number)
            .attribute(ObservedKeys.ATTEMPT, (long) number)
        : span;
    Attempt attempt = new Attempt(number, intent.idempotencyKey(), child);
    try {
      reservation.start();
      T result = bounded(op, scope, attempt);
      reservation.settle(op.actual(result, reservation.current()));
      return result;
    } catch (Exception e) {
      reservation.settle(reservation.current());
      if (own) {
        child.error(e);
      }
      throw e;
    } finally {
      if (own) {
        child.end();
      }
    }
  }

  /** With a kill switch an attempt is made on a thread of its own even without a time limit, so that it can be stopped while it is under way. */
  @SuppressWarnings("ReferenceEquality") // OFF is one object
  private <T> T bounded(Operation<T> op, EffectScope scope, Attempt attempt) throws Exception {
    Duration timeout = op.timeout();
    boolean watched = killSwitch != KillSwitch.OFF && !op.killScopes().isEmpty();
    if (!watched && (timeout == null || op.keepsTime())) {
      return op.call(attempt);
    }
    return Bounded.run(
        "'" + op.name() + "'",
        () -> op.call(attempt),
        timeout == null ? Duration.ofDays(365) : timeout,
        starter,
        KILL_LOOK,
        () -> checkKillSwitch(op, scope));
  }

  private static void failed(
      Operation<?> op, EffectScope scope, EffectRecord intent, String outcome, Exception e) {
    if (op.consequential()) {
      Outcomes.end(scope, intent.ended(EffectState.FAILED, null));
    }
    op.ended(outcome, kind(e));
    scope.effectEnded(op.name(), outcome, null);
  }

  /** What a tool writes into a message may quote what it was handed, and the audit trail is kept in clear. */
  private static String kind(Exception e) {
    return e.getClass().getSimpleName();
  }

  private static <T> T unknown(
      Operation<T> op, EffectScope scope, EffectRecord intent, Observation span, Exception e) {
    boolean asksHuman = op.consequential() && !op.repeatable();
    op.ended(asksHuman ? "unknown" : "failed", kind(e));
    scope.effectEnded(op.name(), asksHuman ? "unknown" : "failed", null);
    if (asksHuman && scope.isDurable()) {
      EffectRecord open = intent.ended(EffectState.UNKNOWN, null);
      Outcomes.end(scope, open);
      span.error(e);
      scope.checkSignal();
      return Settling.settle(
              op, scope, open, "'" + op.name() + "' ended without a clear outcome (" + e + ").")
          .orElseThrow(() -> wrapped(op, e));
    }
    scope.checkSignal();
    throw wrapped(op, e);
  }

  private static RuntimeException wrapped(Operation<?> op, Exception e) {
    if (e instanceof AgentRuntimeException known) {
      return known;
    }
    return new EffectException(
        "'" + op.name() + "' failed: " + e
            + "; its recorded effects are kept, so the thread can be resumed",
        e);
  }
}
