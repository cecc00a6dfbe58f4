package io.harden4j.graph;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question to a human. Immutable.
 *
 * @param text      what is asked
 * @param type      type of the answer; a record, enum, number, text or boolean
 * @param audience  role that may answer, or empty for anyone of the tenant
 * @param expiresIn how long it stays open, or null for ever
 * @param <T>       type of the answer
 */
public record Ask<T>(
    String text, Class<T> type, String audience, @Nullable Duration expiresIn) {
  /** Refuses empty questions. */
  public Ask {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a question needs a text; the human sees nothing else");
    }
  }

  /** Returns a question that anyone of the tenant may answer, for ever. */
  public static <T> Ask<T> of(String text, Class<T> type) {
    return new Ask<>(text, type, "", null);
  }

  /** Returns this question for one role. */
  public Ask<T> to(String role) {
    return new Ask<>(text, type, role, expiresIn);
  }

  /** Returns this question with an expiry. */
  public Ask<T> within(Duration time) {
    return new Ask<>(text, type, audience, time);
  }
}
