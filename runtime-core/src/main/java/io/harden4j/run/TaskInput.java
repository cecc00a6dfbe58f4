package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.label.Label;
import org.jspecify.annotations.Nullable;

/**
 * The item a task was fanned out for: live, or as it was stored.
 *
 * @param live    the object, or null if it came from the store
 * @param address where it was stored
 * @param stored  how it was stored
 */
record TaskInput(
    @Nullable Object live,
    @Nullable PayloadAddress address,
    @Nullable Payload stored) {
  static TaskInput of(Object item) {
    return new TaskInput(item, null, null);
  }

  /** Reads the item as a type: the same whether it is live or was stored. */
  <I> I read(Class<I> type, PayloadVault vault) {
    if (stored != null && address != null) {
      return vault.open(address, JsonCodec.of(type), stored).value();
    }
    Object item = java.util.Objects.requireNonNull(live);
    boolean plain = item instanceof String
        || item instanceof Boolean
        || item instanceof Record
        || item instanceof Enum<?>;
    if (type.isInstance(item)
        && (plain || (item instanceof Number && item.getClass().equals(type)))) {
      return type.cast(item);
    }
    return JsonCodec.of(type).decode(encoded(item), 1);
  }

  private static <T> byte[] encoded(T item) {
    return codecOf(item).encode(item);
  }

  @SuppressWarnings("unchecked")
  private static <T> JsonCodec<T> codecOf(T item) {
    Class<?> type =
        item instanceof Enum<?> constant ? constant.getDeclaringClass() : item.getClass();
    return JsonCodec.of((Class<T>) type);
  }

  /** Seals the item for a new address. */
  Payload seal(PayloadVault vault, PayloadAddress target, Label label) {
    if (stored != null && address != null) {
      return vault.seal(target, Raw.JSON, vault.open(address, Raw.JSON, stored).value(), label);
    }
    return sealLive(vault, target, java.util.Objects.requireNonNull(live), label);
  }

  private static <T> Payload sealLive(
      PayloadVault vault, PayloadAddress target, T item, Label label) {
    JsonCodec<T> codec = codecOf(item);
    codec
        .problem()
        .filter(p -> !(item instanceof java.util.Collection || item instanceof java.util.Map))
        .ifPresent(problem -> {
          throw new io.harden4j.checkpoint.CodecException(
              "an item of a fan-out cannot be stored: " + problem, null);
        });
    return vault.seal(target, codec, item, label);
  }
}
