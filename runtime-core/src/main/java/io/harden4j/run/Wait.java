package io.harden4j.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a task of a suspended run waits for, other than a human.
 *
 * @param kind  a timer or an event
 * @param node  node that waits
 * @param event name of the event, empty for a timer
 * @param since since when
 * @param until when the timer ends or the event is given up, or null for never
 */
public record Wait(
    Kind kind,
    String node,
    String event,
    Instant since,
    @Nullable Instant until) {
  /** What ends a wait. */
  public enum Kind {
    /** Time alone. */
    TIMER,
    /** {@code runtime.signal}, or time. */
    EVENT
  }
}
