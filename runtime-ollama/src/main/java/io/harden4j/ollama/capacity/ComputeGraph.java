package io.harden4j.ollama.capacity;

/**
 * Buffers of the computation, by the formula of Ollama's llama graph: {@code max(4B(1 + 4E + C(1 + H)), 4B(E + V))} where B is the
 * batch, E the embedding length, H the heads, V the vocabulary and C the tokens of all slots. Flash attention removes the part that
 * grows with C.
 */
final class ComputeGraph {
  /** Vocabulary taken when the server does not tell: the largest of the shipped shapes. */
  static final int LARGE_VOCABULARY = 262_144;

  private ComputeGraph() {}

  static MemoryPart part(ModelShape shape, Demand demand) {
    long flash = withFlashAttention(shape);
    long plain = Math.max(flash, withoutFlashAttention(shape, demand));
    Origin origin = Origin.COMPUTED.and(shape.origin());
    if (shape.vocabularySize() == 0) {
      origin = Origin.ASSUMED;
    }
    return switch (demand.flashAttention()) {
      case ON -> part(ByteRange.exactly(flash), origin, flashText(shape));
      case OFF -> part(ByteRange.exactly(plain), origin, plainText(shape, demand));
      case AUTO ->
        part(
            new ByteRange(flash, flash, demand.kvCache() == KvCacheType.F16 ? plain : flash),
            origin,
            autoText(shape, plain));
    };
  }

  private static MemoryPart part(ByteRange bytes, Origin origin, String text) {
    return new MemoryPart(MemoryPart.Kind.GRAPH, bytes, origin, text);
  }

  private static long withFlashAttention(ModelShape shape) {
    return 4L * KvCache.BATCH * (shape.embeddingLength() + (long) vocabulary(shape));
  }

  private static long withoutFlashAttention(ModelShape shape, Demand demand) {
    return 4L
        * KvCache.BATCH
        * (1 + 4L * shape.embeddingLength() + demand.cells() * (1L + shape.attentionHeads()));
  }

  private static int vocabulary(ModelShape shape) {
    return shape.vocabularySize() == 0 ? LARGE_VOCABULARY : shape.vocabularySize();
  }

  private static String flashText(ModelShape shape) {
    return "4 B x " + KvCache.BATCH + " x (" + shape.embeddingLength() + " + " + vocabulary(shape)
        + "), flash attention";
  }

  private static String plainText(ModelShape shape, Demand demand) {
    return "4 B x " + KvCache.BATCH + " x (1 + 4 x " + shape.embeddingLength() + " + "
        + demand.cells() + " tokens x (1 + " + shape.attentionHeads() + ")), no flash attention";
  }

  private static String autoText(ModelShape shape, long plain) {
    return flashText(shape) + " (without it up to " + Bytes.gib(plain) + ")";
  }
}
