package io.harden4j.observability;

import io.harden4j.observability.internal.Facts;
import io.harden4j.observe.ObservedKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes facts under the names of attributes and remembers which it wrote. An absent fact writes nothing. */
final class FactWriter {
  private final Facts facts;
  private final AttributesBuilder all = Attributes.builder();
  private final Set<String> written =
      new HashSet<>(Set.of(ObservedKeys.INPUT, ObservedKeys.OUTPUT));

  FactWriter(Facts facts) {
    this.facts = facts;
  }

  <T> FactWriter put(AttributeKey<T> name, T value) {
    all.put(name, value);
    return this;
  }

  FactWriter text(String key, AttributeKey<String> name) {
    written.add(key);
    String value = facts.text(key);
    return value.isEmpty() ? this : put(name, value);
  }

  FactWriter number(String key, AttributeKey<Long> name) {
    written.add(key);
    facts.number(key).ifPresent(value -> put(name, value));
    return this;
  }

  FactWriter skip(String... keys) {
    written.addAll(Set.of(keys));
    return this;
  }

  /** Writes what nobody asked for: what is said of a protocol under its own name, everything else under a prefix of ours. */
  FactWriter rest() {
    for (Map.Entry<String, Object> fact : facts.values().entrySet()) {
      if (written.add(fact.getKey())) {
        String name = fact.getKey();
        foreign(Names.PROTOCOL.contains(name) ? name : Names.FOREIGN + name, fact.getValue());
      }
    }
    return this;
  }

  private void foreign(String name, Object value) {
    if (value instanceof Long number) {
      all.put(name, number);
    } else if (value instanceof Double number) {
      all.put(name, number);
    } else if (value instanceof Boolean flag) {
      all.put(name, flag);
    } else {
      all.put(name, value.toString());
    }
  }

  Attributes build() {
    return all.build();
  }
}
