package io.harden4j.ollama.capacity;

/**
 * Waiting in a queue in front of equal servers, with random arrivals and exponential service times (the M/M/c queue). A first
 * answer: real runs have other distributions, so a simulation or a load test must confirm it.
 *
 * @param arrivalsPerSecond mean rate of arrivals
 * @param serviceSeconds mean time one arrival holds a server
 * @param servers how many are served at once
 */
public record ErlangC(double arrivalsPerSecond, double serviceSeconds, int servers) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is not positive
   */
  public ErlangC {
    if (!(arrivalsPerSecond > 0) || !(serviceSeconds > 0) || servers < 1) {
      throw new IllegalArgumentException(
          "a queue needs a positive rate and service time, and at least one server, but has "
              + arrivalsPerSecond + " 1/s, " + serviceSeconds + " s, " + servers);
    }
  }

  /** Work offered, in servers kept busy. */
  public double load() {
    return arrivalsPerSecond * serviceSeconds;
  }

  /** Share of the time a server is busy; 1 or more means that the queue grows for ever. */
  public double utilisation() {
    return load() / servers;
  }

  /** Whether the queue has a steady state at all. */
  public boolean isStable() {
    return load() < servers;
  }

  /**
   * Share of arrivals that wait. Computed by the recursion of Erlang's B formula, which does not overflow.
   *
   * @throws IllegalStateException if the queue is not stable
   */
  public double waitProbability() {
    requireStable();
    double blocked = 1;
    for (int k = 1; k <= servers; k++) {
      blocked = load() * blocked / (k + load() * blocked);
    }
    return servers * blocked / (servers - load() * (1 - blocked));
  }

  /** Mean wait in seconds, over all arrivals. */
  public double meanWait() {
    return waitProbability() / drain();
  }

  /**
   * The wait in seconds that this share of arrivals does not exceed, e.g. 0.95.
   *
   * @throws IllegalStateException if the queue is not stable
   */
  public double waitQuantile(double share) {
    if (!(share > 0) || share >= 1) {
      throw new IllegalArgumentException("a quantile is between 0 and 1, but is " + share);
    }
    return Math.max(0, Math.log(waitProbability() / (1 - share)) / drain());
  }

  private double drain() {
    return servers / serviceSeconds - arrivalsPerSecond;
  }

  private void requireStable() {
    if (!isStable()) {
      throw new IllegalStateException("UNSTABLE: the offered load is " + load() + " of " + servers
          + " servers, so waits grow without end; there is no mean and no quantile to state");
    }
  }
}
