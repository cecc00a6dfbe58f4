package io.harden4j.run;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.effect.internal.Durations;
import io.harden4j.label.Labeled;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Waits of a node for time and for events: effects that suspend the run until they are over. */
final class TaskWaits {
  private final TaskScope scope;

  TaskWaits(TaskScope scope) {
    this.scope = scope;
  }

  void sleep(Duration time) {
    scope
        .run()
        .road()
        .perform(
            new Sleep("for " + time, now -> now.plusMillis(Durations.millis(time)), this::slept),
            scope);
  }

  void sleepUntil(Instant end) {
    scope.run().road().perform(new Sleep("until " + end, now -> end, this::slept), scope);
  }

  private Instant slept(EffectKey effect, UnaryOperator<Instant> end) {
    Instant over = scope.questions().slept(TaskQuestions.binding(effect, "timer"), end);
    if (over == null) {
      throw scope.suspended();
    }
    return over;
  }

  <T> Optional<T> awaitEvent(String event, Class<T> type, Duration timeout) {
    if (event.isBlank()) {
      throw new IllegalArgumentException("an event needs a name; the sender names it, too");
    }
    AwaitEvent<T> wait = new AwaitEvent<>(
        event,
        type,
        timeout,
        scope.run().mail(),
        (key, taker) -> arrived(event, timeout, key, taker));
    return wait.value(scope.run().road().perform(wait, scope));
  }

  /** Returns the event, or nothing once the time is over: an event that is there wins. */
  private Optional<Labeled<String>> arrived(
      String event, Duration timeout, EffectKey effect, String taker) {
    Optional<Labeled<String>> there = scope.run().mail().take(scope.run().thread(), event, taker);
    boolean over = there.isEmpty()
        && scope
            .questions()
            .gaveUp(
                event,
                TaskQuestions.binding(effect, "event"),
                now -> Durations.isForEver(timeout)
                    ? null
                    : now.plusMillis(Durations.millis(timeout)));
    if (there.isEmpty() && !over) {
      throw scope.suspended();
    }
    return there;
  }
}
