package io.harden4j.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells workers of this runtime that there may be work, so that they need not wait for their next look. Thread-safe. */
final class Wakeups {
  private final Set<Runnable> bells = ConcurrentHashMap.newKeySet();

  void add(Runnable bell) {
    bells.add(bell);
  }

  void remove(Runnable bell) {
    bells.remove(bell);
  }

  void ring() {
    bells.forEach(Runnable::run);
  }
}
