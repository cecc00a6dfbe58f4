package io.harden4j.effect.internal;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored as the request of a consequential effect.
 *
 * @param request what is asked, for the human who settles an unknown outcome
 * @param tries   which execution this is, 1 first; a settlement counts for one of them
 * @param repeats whether a repeat with the same key does nothing more, so that nobody needs to be asked
 */
public record Intent(String request, int tries, @Nullable Boolean repeats) {
  private static final JsonCodec<Intent> CODEC = JsonCodec.of(Intent.class);

  Payload seal(EffectScope scope, EffectRecord record) {
    return scope
        .vault()
        .seal(new PayloadAddress.EffectRequest(record.key()), CODEC, this, scope.label());
  }

  /** Returns which execution a record is about; 0 if it never had an intent. */
  static int tries(EffectScope scope, EffectRecord record) {
    return of(scope.vault(), record).map(Intent::tries).orElse(0);
  }

  /** Returns what is stored of a record's request, if it had an intent. */
  public static Optional<Intent> of(PayloadVault vault, EffectRecord record) {
    Payload request = record.request();
    return request == null
        ? Optional.empty()
        : Optional.of(vault
            .open(new PayloadAddress.EffectRequest(record.key()), CODEC, request)
            .value());
  }
}
