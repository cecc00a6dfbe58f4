package io.harden4j.ollama;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed reading of a {@code model_info} map: keys without the architecture's prefix, 0 or an empty list where nothing is said. */
final class ModelInfo {
  private final Map<String, Object> values;
  private final String prefix;

  ModelInfo(Map<String, Object> values) {
    this.values = values;
    Object architecture = values.get("general.architecture");
    this.prefix = architecture instanceof String text ? text : "";
  }

  String architecture() {
    return prefix;
  }

  boolean has(String key) {
    return values.get(prefix + "." + key) != null;
  }

  /** The number of this key, if it is one of sane size. */
  int number(String key) {
    return toInt(values.get(prefix + "." + key));
  }

  int numberOr(String key, int other) {
    int number = number(key);
    return number > 0 ? number : other;
  }

  List<?> list(String key) {
    return values.get(prefix + "." + key) instanceof List<?> list ? list : List.of();
  }

  /** The value of one layer: of a list its entry, of a number the number. */
  int at(String key, int layer) {
    List<?> list = list(key);
    if (list.isEmpty()) {
      return number(key);
    }
    return layer < list.size() ? toInt(list.get(layer)) : 0;
  }

  /** The largest value of a list, or the number. */
  int largest(String key) {
    List<?> list = list(key);
    return list.isEmpty()
        ? number(key)
        : list.stream().mapToInt(ModelInfo::toInt).max().orElse(0);
  }

  long total() {
    return values.get("general.parameter_count") instanceof Number count
        ? Math.max(0, count.longValue())
        : 0;
  }

  int vocabulary() {
    int told = number("vocab_size");
    if (told > 0) {
      return told;
    }
    return values.get("tokenizer.ggml.tokens") instanceof List<?> tokens ? tokens.size() : 0;
  }

  private static int toInt(@Nullable Object value) {
    if (value instanceof Number number
        && number.longValue() > 0
        && number.longValue() <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    return 0;
  }
}
