package io.harden4j.ollama.capacity;

import java.time.Duration;
import java.util.Locale;

/**
 * How fast one stream of answers comes, in tokens a second. An estimate is a range; only a measurement is a point.
 *
 * @param low slowest to expect
 * @param high fastest to expect
 * @param origin {@code COMPUTED} for an estimate, {@code MEASURED} for a finished call
 * @param arithmetic how the numbers came about
 */
public record DecodeSpeed(double low, double high, Origin origin, String arithmetic) {
  /**
   * Share of the memory bandwidth that real servers reach: 0.3 for a small model on a fast card to 0.8 for a big model on slow memory,
   * from published measurements between 0.32 and 0.82.
   */
  public static final double SHARE_LOW = 0.3;

  /** See {@link #SHARE_LOW}. */
  public static final double SHARE_HIGH = 0.8;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless {@code 0 < low <= high}
   */
  public DecodeSpeed {
    if (!(low > 0) || high < low) {
      throw new IllegalArgumentException(
          "a speed needs 0 < low <= high, but is " + low + " to " + high);
    }
  }

  /**
   * The speed no server can exceed: each token reads the active weights and the cache once, so {@code bandwidth / (weights + cache)}.
   *
   * @param bandwidth bytes a second that the memory holding the model delivers
   * @param cacheBytes bytes of keys and values read for a token; 0 for a short context
   */
  public static double bound(ModelShape shape, double bandwidth, long cacheBytes) {
    if (!(bandwidth > 0) || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "bandwidth is in bytes a second and positive, the cache 0 bytes or more");
    }
    return bandwidth / (shape.activeBytes() + cacheBytes);
  }

  /** Estimates one stream at a filled context of one slot, between {@link #SHARE_LOW} and {@link #SHARE_HIGH} of the bound. */
  public static DecodeSpeed estimate(ModelShape shape, double bandwidth, Demand demand) {
    long cache = KvCache.part(shape, demand.withSlots(1)).bytes().expected();
    double bound = bound(shape, bandwidth, cache);
    String text = String.format(
        Locale.ROOT,
        "%.1f to %.1f of %.1f GB/s / (%.2f GB active weights + %.2f GB cache) = %.1f tok/s",
        SHARE_LOW,
        SHARE_HIGH,
        bandwidth / 1e9,
        shape.activeBytes() / 1e9,
        cache / 1e9,
        bound);
    return new DecodeSpeed(
        bound * SHARE_LOW, bound * SHARE_HIGH, Origin.COMPUTED.and(shape.origin()), text);
  }

  /** The speed of a finished call: Ollama's {@code eval_count} and {@code eval_duration}. */
  public static DecodeSpeed measured(long tokens, Duration time) {
    if (tokens <= 0 || time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(
          "a measurement needs at least one token and a positive time");
    }
    double speed = tokens / (time.toNanos() / 1e9);
    return new DecodeSpeed(
        speed, speed, Origin.MEASURED, tokens + " tokens in " + time.toMillis() + " ms");
  }
}
