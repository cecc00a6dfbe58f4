package io.harden4j.mcp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a server's question.
 *
 * @param action what the user did
 * @param values the form's fields where it was accepted; what is missing is filled with the form's defaults; kept in order
 */
public record ElicitationAnswer(Action action, Map<String, Object> values) {
  /** Copies the map. */
  public ElicitationAnswer {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What the user did. */
  public enum Action {
    /** Answered, or agreed to open the address. */
    ACCEPT,
    /** Said no. */
    DECLINE,
    /** Went away without an answer. */
    CANCEL
  }

  /** Returns an acceptance. */
  public static ElicitationAnswer accept(Map<String, Object> values) {
    return new ElicitationAnswer(Action.ACCEPT, values);
  }

  /** Returns a refusal. */
  public static ElicitationAnswer decline() {
    return new ElicitationAnswer(Action.DECLINE, Map.of());
  }

  /** Returns a dismissal. */
  public static ElicitationAnswer cancel() {
    return new ElicitationAnswer(Action.CANCEL, Map.of());
  }
}
