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

  <I> I read(Class<I> type, PayloadVault vault) {
    if (stored != null && address != null) {
      return vault.open(address, JsonCodec.of(type), stored).value();
    }
    return type.cast(java.util.Objects.requireNonNull(live));
  }

  /** Seals the item for a new address. */
  Payload seal(PayloadVault vault, PayloadAddress target, Label label) {
    if (stored != null && address != null) {
      return vault.seal(target, Raw.JSON, vault.open(address, Raw.JSON, stored).value(), label);
    }
    return sealLive(vault, target, java.util.Objects.requireNonNull(live), label);
  }

  @SuppressWarnings("unchecked")
  private static <T> Payload sealLive(
      PayloadVault vault, PayloadAddress target, T item, Label label) {
    JsonCodec<T> codec = JsonCodec.of((Class<T>) item.getClass());
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
