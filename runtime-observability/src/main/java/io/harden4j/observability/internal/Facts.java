package io.harden4j.observability.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that an adapter knows about one observation, redacted and within bounds.
 *
 * @param kind   what it is about
 * @param name   its name as the runtime gave it
 * @param values facts by key: text, {@code Long}, {@code Double} or {@code Boolean}; inputs and outputs as JSON trees, and only if content is kept
 * @param fault  why it failed, or null
 * @param start  nanoseconds since 1970
 * @param end    nanoseconds since 1970; the start again while it is under way
 */
public record Facts(
    ObservationKind kind,
    String name,
    Map<String, Object> values,
    @Nullable Fault fault,
    long start,
    long end) {
  /** Copies the map. */
  public Facts {
    values = Map.copyOf(values);
  }

  /** Returns a text, or empty text. */
  public String text(String key) {
    return values.get(key) instanceof String text ? text : "";
  }

  /** Returns a text, or the other one if it is absent or empty. */
  public String text(String key, String otherwise) {
    String text = text(key);
    return text.isEmpty() ? otherwise : text;
  }

  /** Returns a whole number. */
  public OptionalLong number(String key) {
    return values.get(key) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Returns the input or the output, if content is kept. */
  public Optional<JsonNode> content(String key) {
    return values.get(key) instanceof JsonNode node ? Optional.of(node) : Optional.empty();
  }

  /** Returns how it ended. */
  public Outcome outcome() {
    return Outcome.of(this);
  }

  /** Returns the name of the node it is about: the fact, or the observation's name. */
  public String node() {
    return text(ObservedKeys.NODE, name);
  }
}
