package io.harden4j.ollama.capacity;

/** Models that other people measured, with the sizes they published. */
final class PublishedShapes {
  private PublishedShapes() {}

  /** Qwen2.5-72B Q4_K_M, 44.15 GiB on disk. */
  static ModelShape qwen72b() {
    return qwen("qwen2.5:72b", 80, 8, 8192, 64, 44.15);
  }

  /** Qwen2.5-7B in the given size on disk. */
  static ModelShape qwen7b(double fileGib) {
    return qwen("qwen2.5:7b", 28, 4, 3584, 28, fileGib);
  }

  private static ModelShape qwen(
      String name, int layers, int kvHeads, int embedding, int heads, double fileGib) {
    return ModelShape.builder(name)
        .architecture("qwen2")
        .layers(layers, LayerShape.full(kvHeads, 128, 128))
        .embeddingLength(embedding)
        .attentionHeads(heads)
        .vocabularySize(152_064)
        .contextLength(131_072)
        .fileBytes(Bytes.ofGib(fileGib))
        .build();
  }
}
