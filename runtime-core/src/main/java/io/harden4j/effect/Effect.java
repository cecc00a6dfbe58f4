package io.harden4j.effect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime must know of a custom effect. Immutable.
 *
 * @param repeatable true if executing it again with the same idempotency key does nothing more: then a crash in the middle leads to a repeat; else
 *                   a human settles the outcome
 * @param retry      default: never
 * @param timeout    for one attempt, or null for none
 * @param type       type of the result, for decoding on replay; null: text, numbers, booleans, null, and lists and maps of them
 * @param <T>        type of the result
 */
public record Effect<T>(
    boolean repeatable,
    Retry retry,
    @Nullable Duration timeout,
    @Nullable Class<T> type) {
  /** An effect's code. It gets a key that is stable over attempts, crashes and processes. */
  @FunctionalInterface
  public interface Body<T extends @Nullable Object> {
    /**
     * Does it.
     *
     * @param idempotencyKey hand it to the remote system
     * @throws Exception whatever went wrong
     */
    T run(String idempotencyKey) throws Exception;
  }

  /** Returns an effect that may be repeated with the same key; its result is a JSON scalar, list or map. */
  public static <T> Effect<T> idempotent() {
    return new Effect<>(true, Retry.NEVER, null, null);
  }

  /** Returns an effect that may be repeated with the same key, with a result of this type. */
  public static <T> Effect<T> idempotent(Class<T> type) {
    return new Effect<>(true, Retry.NEVER, null, type);
  }

  /** Returns an effect that is executed at most once; after a crash in the middle a human settles its outcome. */
  public static <T> Effect<T> atMostOnce(Class<T> type) {
    return new Effect<>(false, Retry.NEVER, null, type);
  }

  /** Returns this effect with retries. For an effect that is not idempotent only a {@link TransientException} is retried. */
  public Effect<T> retry(Retry newRetry) {
    return new Effect<>(repeatable, newRetry, timeout, type);
  }

  /** Returns this effect with a timeout for one attempt. */
  public Effect<T> timeout(Duration newTimeout) {
    return new Effect<>(repeatable, retry, newTimeout, type);
  }
}
