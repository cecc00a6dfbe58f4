package io.harden4j.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy lets nodes trust more than the texts they took it from. Immutable.
 *
 * @param types closed type of each name; empty where the application's own check suffices
 */
record Endorsable(Map<String, Optional<ClosedType<?>>> types) {
  Endorsable {
    types = Map.copyOf(types);
  }

  boolean permits(String name, String value) {
    Optional<ClosedType<?>> type = types.get(name);
    return type != null && type.map(t -> isExactly(t, value)).orElse(true);
  }

  /** A word in another case is read as the word, but it is not the word that would be endorsed. */
  private static boolean isExactly(ClosedType<?> type, String value) {
    return type.parse(value).map(v -> !(v instanceof String) || v.equals(value)).orElse(false);
  }

  List<String> lines() {
    return new TreeMap<>(types)
        .entrySet().stream()
            .map(e -> "endorses " + Visible.quote(e.getKey())
                + e.getValue()
                    .map(type -> " as " + Visible.escape(type.describe()))
                    .orElse(""))
            .toList();
  }
}
