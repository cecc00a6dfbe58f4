package io.harden4j.checkpoint;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * JSON by declared type: no class name is written, none is read. Records, enums, {@code java.time}, collections and maps work as they are; an
 * interface or abstract type needs {@code @JsonTypeInfo(use = NAME)} with its subtypes listed. An unknown field is an error, never dropped. Thread-safe.
 *
 * @param <T> type of the values
 */
public final class JsonCodec<T> implements StateCodec<T> {
  private final JavaType type;

  private JsonCodec(JavaType type) {
    this.type = type;
  }

  /** Returns the codec of a plain class. */
  public static <T> JsonCodec<T> of(Class<T> type) {
    return new JsonCodec<>(Json.MAPPER.constructType(type));
  }

  /** Returns the codec of lists of a class. */
  public static <E> JsonCodec<java.util.List<E>> listOf(Class<E> element) {
    return new JsonCodec<>(
        Json.MAPPER.getTypeFactory().constructCollectionType(java.util.List.class, element));
  }

  /** Returns the codec of maps from text to a class. */
  public static <V> JsonCodec<Map<String, V>> mapOf(Class<V> value) {
    return new JsonCodec<>(
        Json.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, value));
  }

  /** Says why values of this codec could not be written and read back, or nothing if they can. */
  public Optional<String> problem() {
    return problemOf(type, new java.util.HashSet<>());
  }

  /** Says whether a value is of the declared type, its elements included: generics let others through. */
  public boolean fits(Object value) {
    return fits(type, value);
  }

  private static boolean fits(JavaType t, Object value) {
    if (!t.getRawClass().isInstance(value)) {
      return false;
    }
    if (t.isContainerType() && value instanceof Map<?, ?> map) {
      return map.values().stream().allMatch(v -> v == null || fits(t.getContentType(), v));
    }
    return !(t.isContainerType() && value instanceof Collection<?> all)
        || all.stream().allMatch(v -> v == null || fits(t.getContentType(), v));
  }

  private static Optional<String> problemOf(JavaType t, java.util.Set<Class<?>> seen) {
    if (t.isContainerType()) {
      boolean known = Collection.class.isAssignableFrom(t.getRawClass())
          || Map.class.isAssignableFrom(t.getRawClass())
          || t.isArrayType();
      return known
          ? problemOf(t.getContentType(), seen)
          : Optional.of(t.getRawClass().getName() + " is not a list, set, map or array");
    }
    Class<?> raw = t.getRawClass();
    if (raw.isPrimitive()
        || raw.isEnum()
        || JsonNode.class.isAssignableFrom(raw)
        || Json.isScalar(raw)) {
      return Optional.empty();
    }
    if (raw.isRecord()) {
      return problemOfRecord(raw, seen);
    }
    JsonTypeInfo info = raw.getAnnotation(JsonTypeInfo.class);
    if (info != null) {
      return info.use() == JsonTypeInfo.Id.NAME
          ? Optional.empty()
          : Optional.of(raw.getName() + " is annotated with @JsonTypeInfo(use = " + info.use()
              + "); only NAME is safe to read back");
    }
    if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers()) || raw == Object.class) {
      return Optional.of(
          raw.getName()
              + " is abstract: name its subtypes with @JsonTypeInfo(use = NAME) and @JsonSubTypes, or set a codec");
    }
    boolean readable = java.util.Arrays.stream(raw.getDeclaredConstructors())
        .anyMatch(c -> c.getParameterCount() == 0
            || c.isAnnotationPresent(com.fasterxml.jackson.annotation.JsonCreator.class));
    boolean ofThePlatform = raw.getName().startsWith("java.");
    return readable && !ofThePlatform
        ? Optional.empty()
        : Optional.of(raw.getName()
            + " has no form that can be read back: use a record, or set a codec with .codec(...)");
  }

  private static Optional<String> problemOfRecord(Class<?> record, java.util.Set<Class<?>> seen) {
    if (!seen.add(record)) {
      return Optional.empty();
    }
    for (RecordComponent component : record.getRecordComponents()) {
      Optional<String> problem =
          problemOf(Json.MAPPER.constructType(component.getGenericType()), seen);
      if (problem.isPresent()) {
        return Optional.of(
            record.getSimpleName() + "." + component.getName() + ": " + problem.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public byte[] encode(T value) {
    try {
      return Json.MAPPER.writerFor(type).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new CodecException(
          "a value of type " + type.toCanonical() + " does not encode at " + path(e) + ": "
              + firstLine(e),
          e);
    }
  }

  @Override
  public T decode(byte[] bytes, int schema) {
    if (schema > schema()) {
      throw new NewerFormatException("a stored JSON value", schema, schema());
    }
    try {
      return Json.MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new CodecException(
          "the JSON does not decode as " + type.toCanonical() + " at " + path(e)
              + "; if the type changed, add a migration to the graph ("
              + e.getClass().getSimpleName() + ")",
          null);
    }
  }

  private static String path(Exception e) {
    if (e instanceof JsonMappingException m && !m.getPath().isEmpty()) {
      StringBuilder out = new StringBuilder();
      for (JsonMappingException.Reference r : m.getPath()) {
        out.append(r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName());
      }
      return "'" + (out.charAt(0) == '.' ? out.substring(1) : out) + "'";
    }
    return "its root";
  }

  private static String firstLine(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return "json:" + type.toCanonical();
  }
}
