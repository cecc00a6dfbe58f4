package io.harden4j.ollama.capacity;

/**
 * What is asked of a model at once. Immutable.
 *
 * @param context tokens of context of one slot, prompt and answer together ({@code num_ctx})
 * @param slots requests served at the same time ({@code OLLAMA_NUM_PARALLEL})
 * @param kvCache how keys and values are stored
 * @param flashAttention whether the server uses it
 */
public record Demand(int context, int slots, KvCacheType kvCache, FlashAttention flashAttention) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive, or the cache type needs flash attention that is off
   */
  public Demand {
    if (context <= 0 || slots <= 0) {
      throw new IllegalArgumentException("context and slots are 1 or more, but are " + context
          + " and " + slots + "; context is in tokens");
    }
    if (kvCache != KvCacheType.F16 && flashAttention == FlashAttention.OFF) {
      throw new IllegalArgumentException("Ollama stores a " + kvCache.setting()
          + " cache only with flash attention; turn it on or use f16");
    }
  }

  /** Returns one slot with this context, an f16 cache, and flash attention left open. */
  public static Demand of(int contextTokens) {
    return new Demand(contextTokens, 1, KvCacheType.F16, FlashAttention.AUTO);
  }

  /** Returns a copy with another context. */
  public Demand withContext(int tokens) {
    return new Demand(tokens, slots, kvCache, flashAttention);
  }

  /** Returns a copy with another number of slots. */
  public Demand withSlots(int number) {
    return new Demand(context, number, kvCache, flashAttention);
  }

  /** Returns a copy with another cache type. */
  public Demand withKvCache(KvCacheType type) {
    return new Demand(context, slots, type, flashAttention);
  }

  /** Returns a copy with flash attention settled. */
  public Demand withFlashAttention(FlashAttention value) {
    return new Demand(context, slots, kvCache, value);
  }

  /** Tokens of all slots together. */
  long cells() {
    return (long) context * slots;
  }
}
