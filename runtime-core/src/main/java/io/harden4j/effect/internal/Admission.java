package io.harden4j.effect.internal;

import io.harden4j.checkpoint.QuestionId;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of steps 5 to 8.
 *
 * @param rejected result to return instead of calling, or null to go on
 * @param spends   approval that the intent uses up, or null
 * @param rule     rule that decided, for events, or null
 * @param <T>      type of the result
 */
public record Admission<T>(
    @Nullable T rejected,
    @Nullable QuestionId spends,
    @Nullable String rule) {
  /** Goes on without an approval. */
  public static <T> Admission<T> open() {
    return new Admission<>(null, null, null);
  }
}
