package io.harden4j.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import java.io.IOException;
import java.util.List;

/** What traces and events show of state. Secret keys are left out. */
final class StateJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StateJson() {}

  static ObjectNode writes(List<TaskOutcome.Write> writes) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    writes.forEach(w -> show(shown, w.key(), w.value()));
    return shown;
  }

  static ObjectNode values(Space space) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < space.size(); i++) {
      Space.Slot slot = space.slot(i);
      if (slot != null) {
        show(shown, space.graph().key(i), slot.value());
      }
    }
    return shown;
  }

  private static void show(ObjectNode shown, StateKey<?> key, Object value) {
    if (key.sensitivity() != StateKey.Sensitivity.SECRET) {
      shown.set(key.name(), tree(key.codec(), value));
    }
  }

  /** Returns a value as text. */
  static String text(StateKey<?> key, Object value) {
    return tree(key.codec(), value).toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> com.fasterxml.jackson.databind.JsonNode tree(
      StateCodec<T> codec, Object value) {
    try {
      return JSON.readTree(codec.encode((T) value));
    } catch (CodecException | ClassCastException | IOException e) {
      return JsonNodeFactory.instance.textNode("(not shown: " + e.getClass().getSimpleName() + ")");
    }
  }

  static Update withoutSecrets(Update update) {
    boolean any = update.writes().stream()
        .anyMatch(w -> w.key().sensitivity() == StateKey.Sensitivity.SECRET);
    return any ? update.without(w -> w.key().sensitivity() == StateKey.Sensitivity.SECRET) : update;
  }
}
