package io.harden4j.ollama.capacity;

/**
 * One layer, as far as memory is concerned.
 *
 * @param kind what it keeps
 * @param kvHeads heads of keys and values; 0 for {@code SHARED} and {@code RECURRENT}
 * @param keyLength elements of one key
 * @param valueLength elements of one value
 * @param stateBytes bytes of the constant state of one slot; 0 unless {@code RECURRENT}
 */
public record LayerShape(
    AttentionKind kind, int kvHeads, int keyLength, int valueLength, long stateBytes) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is negative, or an attention layer has no heads or lengths
   */
  public LayerShape {
    if (kvHeads < 0 || keyLength < 0 || valueLength < 0 || stateBytes < 0) {
      throw new IllegalArgumentException("a layer has no negative sizes");
    }
    boolean attends = kind == AttentionKind.FULL || kind == AttentionKind.SLIDING;
    if (attends && (kvHeads == 0 || keyLength == 0 || valueLength == 0)) {
      throw new IllegalArgumentException(
          "a " + kind + " layer needs kvHeads, keyLength and valueLength, but has " + kvHeads + ", "
              + keyLength + ", " + valueLength);
    }
  }

  /** Returns a layer that keeps the whole context. */
  public static LayerShape full(int kvHeads, int keyLength, int valueLength) {
    return new LayerShape(AttentionKind.FULL, kvHeads, keyLength, valueLength, 0);
  }

  /** Returns a layer that keeps a window of the context. */
  public static LayerShape sliding(int kvHeads, int keyLength, int valueLength) {
    return new LayerShape(AttentionKind.SLIDING, kvHeads, keyLength, valueLength, 0);
  }

  /** Returns a layer that reads an earlier layer's cache. */
  public static LayerShape shared() {
    return new LayerShape(AttentionKind.SHARED, 0, 0, 0, 0);
  }

  /** Returns a layer with a state of constant size. */
  public static LayerShape recurrent(long stateBytes) {
    return new LayerShape(AttentionKind.RECURRENT, 0, 0, 0, stateBytes);
  }

  /** Elements that one token adds to the cache of this layer. */
  long elementsPerToken() {
    return (long) kvHeads * (keyLength + valueLength);
  }
}
