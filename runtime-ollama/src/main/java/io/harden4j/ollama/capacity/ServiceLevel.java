package io.harden4j.ollama.capacity;

import java.time.Duration;
import java.util.Locale;

/**
 * How long runs wait for a slot, as a first answer by Erlang's C formula. Never an SLA: without a measured service time the text says
 * so, and an overloaded host gets no numbers at all.
 */
public sealed interface ServiceLevel {
  /** What a report prints; one line. */
  String text();

  /**
   * Work comes slower than it is done.
   *
   * @param utilisation share of the time a slot is busy
   * @param waitProbability share of runs that wait
   * @param meanWait over all runs
   * @param p95Wait 19 of 20 runs wait no longer
   * @param origin of the service time
   */
  record Steady(
      double utilisation,
      double waitProbability,
      Duration meanWait,
      Duration p95Wait,
      Origin origin)
      implements ServiceLevel {
    @Override
    public String text() {
      String numbers = String.format(
          Locale.ROOT,
          "slots %.0f %% busy, mean wait %.1f s, p95 wait %.1f s (Erlang C)",
          utilisation * 100,
          meanWait.toMillis() / 1e3,
          p95Wait.toMillis() / 1e3);
      return origin == Origin.MEASURED
          ? numbers
          : numbers + "; the service time is " + origin.word()
              + ", so measure runs on this host before you promise it";
    }
  }

  /**
   * Work comes as fast as it is done or faster: the queue grows without end.
   *
   * @param load slots that the work would keep busy
   * @param slots slots there are
   */
  record Unstable(double load, int slots) implements ServiceLevel {
    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "UNSTABLE: the work keeps %.2f slots busy and there are %d; waits grow without end, so no p95 is stated."
              + " Send fewer runs, make them shorter, or add slots and the memory for them",
          load,
          slots);
    }
  }

  /**
   * Computes the wait for a slot.
   *
   * @param every mean time between two runs, arriving at random
   * @param service mean time a run keeps a slot busy at this number of slots
   * @param slots runs served at once, over all replicas
   * @throws IllegalArgumentException unless all are positive
   */
  static ServiceLevel of(Duration every, ServiceTime service, int slots) {
    if (every.isZero() || every.isNegative()) {
      throw new IllegalArgumentException("the time between two runs is positive, but is " + every);
    }
    ErlangC queue = new ErlangC(1e9 / every.toNanos(), service.seconds(), slots);
    if (!queue.isStable()) {
      return new Unstable(queue.load(), slots);
    }
    return new Steady(
        queue.utilisation(),
        queue.waitProbability(),
        seconds(queue.meanWait()),
        seconds(queue.waitQuantile(0.95)),
        service.origin());
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos(Math.round(value * 1e9));
  }
}
