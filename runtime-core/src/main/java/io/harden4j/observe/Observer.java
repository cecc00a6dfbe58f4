package io.harden4j.observe;

import java.util.List;

/**
 * Receives what the runtime does, as a tree of observations. Observers fail open: one that throws is logged and ignored.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface Observer {
  /** Observes nothing; the default. */
  Observer NONE = run -> Observation.NONE;

  /** Starts the root observation of a segment. */
  Observation start(ObservedRun run);

  /** Returns an observer that tells all of these. */
  @SuppressWarnings("ReferenceEquality") // NONE is one object
  static Observer all(List<Observer> observers) {
    List<Observer> real = observers.stream().filter(o -> o != NONE).toList();
    if (real.isEmpty()) {
      return NONE;
    }
    return real.size() == 1
        ? new SafeObserver(real.get(0))
        : run -> new ManyObservations(
            real.stream().map(o -> new SafeObserver(o).start(run)).toList());
  }
}
