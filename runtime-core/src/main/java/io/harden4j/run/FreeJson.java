package io.harden4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.StateCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores results of effects whose type is not declared: text, numbers, booleans, null, and lists and maps of them. */
final class FreeJson implements StateCodec<Object> {
  static final FreeJson CODEC = new FreeJson();

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  private FreeJson() {}

  @Override
  public String name() {
    return "free-json";
  }

  @Override
  public byte[] encode(Object value) {
    try {
      return JSON.writeValueAsBytes(Map.of("t", kind(value), "v", value == null ? "" : value));
    } catch (JsonProcessingException e) {
      throw new CodecException(
          "the effect's result does not encode; declare its type with Effect.atMostOnce(Type.class)",
          e);
    }
  }

  private static String kind(@Nullable Object value) {
    check(value);
    return value == null ? "null" : value instanceof Integer ? "int" : "json";
  }

  private static void check(@Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(FreeJson::check);
    } else if (value instanceof Map<?, ?> map
        && map.keySet().stream().allMatch(String.class::isInstance)) {
      map.values().forEach(FreeJson::check);
    } else if (!isScalar(value)) {
      throw new CodecException(
          "an effect returned a "
              + java.util.Objects.requireNonNull(value).getClass().getSimpleName()
              + ", which cannot be read back without its type; declare it: ctx.effect(name, Effect.atMostOnce(Type.class), key -> ...)",
          null);
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    boolean finite = value instanceof Double d && Double.isFinite(d);
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || finite;
  }

  @Override
  @SuppressWarnings("NullAway")
  public Object decode(byte[] bytes, int schema) {
    try {
      var tree = JSON.readTree(bytes);
      if (!tree.isObject() || !tree.has("t")) {
        return JSON.treeToValue(tree, Object.class);
      }
      return switch (tree.get("t").asText()) {
        case "null" -> null;
        case "int" -> tree.get("v").intValue();
        default -> JSON.treeToValue(tree.get("v"), Object.class);
      };
    } catch (IOException e) {
      throw new CodecException("a recorded result of an effect does not decode", e);
    }
  }
}
