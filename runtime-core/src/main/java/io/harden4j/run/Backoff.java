package io.harden4j.run;

import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.internal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Threads that cannot go on here for the moment: each is left alone for a while, twice as long with each failure. Thread-safe. */
final class Backoff {
  /** More threads than that are not remembered; those that failed first are tried again first. */
  private static final int MOST = 1_000;

  private record Rest(int failures, Instant until) {}

  private final Map<ThreadKey, Rest> resting = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Duration first;
  private final Duration longest;

  Backoff(InstantSource clock, Duration first, Duration longest) {
    this.clock = clock;
    this.first = first;
    this.longest = longest;
  }

  /** Takes note of a failure and returns how many there were in a row. */
  synchronized int failed(ThreadKey thread) {
    Rest before = resting.remove(thread);
    int failures = before == null ? 1 : before.failures() + 1;
    long millis =
        Math.min(Durations.millis(longest), Durations.millis(first) << Math.min(20, failures - 1));
    resting.put(thread, new Rest(failures, clock.instant().plusMillis(millis)));
    if (resting.size() > MOST) {
      resting.remove(resting.keySet().iterator().next());
    }
    return failures;
  }

  synchronized void succeeded(ThreadKey thread) {
    resting.remove(thread);
  }

  /** Returns the threads to leave alone now. */
  synchronized Set<ThreadKey> resting() {
    Instant now = clock.instant();
    Set<ThreadKey> found = new HashSet<>();
    resting.forEach((thread, rest) -> {
      if (now.isBefore(rest.until())) {
        found.add(thread);
      }
    });
    return found;
  }
}
