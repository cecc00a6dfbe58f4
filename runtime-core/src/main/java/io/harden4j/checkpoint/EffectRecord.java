package io.harden4j.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Journal entry of an effect.
 *
 * @param key            finds it again
 * @param consequential  true if executing it twice could hurt: then INTENT is durable before the call
 * @param idempotencyKey stable over attempts, segments and processes; new in a new epoch
 * @param state          how far it got
 * @param request        what was asked, for the human who settles an UNKNOWN, or null where it is not consequential
 * @param result         what came back, once DONE (or the error, once FAILED)
 */
public record EffectRecord(
    EffectKey key,
    boolean consequential,
    String idempotencyKey,
    EffectState state,
    @Nullable Payload request,
    @Nullable Payload result) {
  /** Returns this record with an outcome. */
  public EffectRecord ended(EffectState newState, @Nullable Payload newResult) {
    return new EffectRecord(key, consequential, idempotencyKey, newState, request, newResult);
  }
}
