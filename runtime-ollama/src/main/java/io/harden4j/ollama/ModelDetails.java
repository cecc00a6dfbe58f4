package io.harden4j.ollama;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows about a model, from {@code /api/show}. Fields that a newer server adds are kept in {@code info} or ignored.
 *
 * @param name as asked
 * @param parameterSize e.g. {@code 8.0B}; empty if the server does not say
 * @param quantization e.g. {@code Q4_K_M}; empty if the server does not say
 * @param capabilities e.g. {@code tools}; copied
 * @param info the {@code model_info} map as it came: numbers, strings, booleans, lists and nulls; copied
 * @param remoteHost where a cloud model runs; null for a local one
 */
public record ModelDetails(
    String name,
    String parameterSize,
    String quantization,
    Set<String> capabilities,
    Map<String, Object> info,
    @Nullable String remoteHost) {
  private static final List<String> PER_LAYER =
      List.of("attention.head_count_kv", "attention.sliding_window_pattern");

  /** Copies the capabilities and the map. */
  public ModelDetails {
    capabilities = Set.copyOf(capabilities);
    info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
  }

  /** The host that receives the prompts of a cloud model; empty for a local one. */
  public Optional<String> remote() {
    return Optional.ofNullable(remoteHost);
  }

  /** Whether the model accepts tool declarations. */
  public boolean callsTools() {
    return capabilities.contains("tools");
  }

  /** Whether the server left out values per layer, as it does with long lists unless asked to be verbose. */
  boolean lacksLayers() {
    Object architecture = info.get("general.architecture");
    return PER_LAYER.stream().map(key -> architecture + "." + key).anyMatch(this::isEmptied);
  }

  private boolean isEmptied(String key) {
    if (!info.containsKey(key)) {
      return false;
    }
    Object value = info.get(key);
    return value == null || (value instanceof List<?> list && list.isEmpty());
  }
}
