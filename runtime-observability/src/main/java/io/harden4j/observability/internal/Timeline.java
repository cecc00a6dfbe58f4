package io.harden4j.observability.internal;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Times of one segment that never run backwards: the wall clock is read once, the rest is counted. Thread-safe. */
public final class Timeline {
  private final long anchorEpochNanos;
  private final long anchorNanos;
  private final LongSupplier nanos;

  /** Anchors a time line now. */
  public Timeline(InstantSource clock, LongSupplier nanos) {
    var now = clock.instant();
    this.anchorEpochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    this.anchorNanos = nanos.getAsLong();
    this.nanos = nanos;
  }

  /** Anchors a time line at the system's clock. */
  public static Timeline system() {
    return new Timeline(InstantSource.system(), System::nanoTime);
  }

  /** Returns the time in nanoseconds since 1970. */
  public long epochNanos() {
    return anchorEpochNanos + (nanos.getAsLong() - anchorNanos);
  }
}
