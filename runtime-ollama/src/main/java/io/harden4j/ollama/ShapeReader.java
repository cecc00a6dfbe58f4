package io.harden4j.ollama;

import io.harden4j.ollama.capacity.LayerShape;
import io.harden4j.ollama.capacity.ModelShape;
import io.harden4j.ollama.capacity.Origin;
import io.harden4j.ollama.capacity.WindowPattern;
import java.util.List;

/**
 * Turns the {@code model_info} of {@code /api/show} into a shape. Where the file does not say which layers use a sliding window, the
 * pattern of the architecture in llama.cpp is used; if that is not known either, all layers count as full and the shape says so.
 */
final class ShapeReader {
  private final ModelDetails details;
  private final ModelInfo info;
  private final int layers;

  private ShapeReader(ModelDetails details) {
    this.details = details;
    this.info = new ModelInfo(details.info());
    this.layers = info.number("block_count");
  }

  /**
   * Reads the shape.
   *
   * @throws IllegalArgumentException if the details do not hold what every local model has
   */
  static ModelShape read(ModelDetails details, long fileBytes) {
    return new ShapeReader(details).shape(fileBytes);
  }

  private ModelShape shape(long fileBytes) {
    int window = info.number("attention.sliding_window");
    WindowPattern pattern = window == 0 ? WindowPattern.NONE : windowPattern();
    long parameters = info.total();
    ModelShape.Builder shape = ModelShape.builder(details.name())
        .architecture(info.architecture())
        .slidingWindow(window, pattern)
        .attentionHeads(info.largest("attention.head_count"))
        .embeddingLength(info.number("embedding_length"))
        .vocabularySize(info.vocabulary())
        .contextLength(info.number("context_length"))
        .parameters(parameters, active(parameters))
        .quantization(
            details.quantization().isEmpty() ? "unknown quantisation" : details.quantization())
        .fileBytes(fileBytes)
        .capabilities(details.capabilities())
        .remoteHost(details.remoteHost())
        .source(Origin.MEASURED, "from the server");
    for (int layer = 0; layer < layers; layer++) {
      shape.layers(1, layer(layer, pattern == WindowPattern.KNOWN));
    }
    return shape.build();
  }

  private LayerShape layer(int index, boolean windowKnown) {
    if (index >= layers - info.number("attention.shared_kv_layers")) {
      return LayerShape.shared();
    }
    int heads = info.has("attention.head_count_kv")
        ? info.at("attention.head_count_kv", index)
        : info.at("attention.head_count", index);
    if (heads == 0 || isRecurrent(index)) {
      return LayerShape.recurrent(stateBytes());
    }
    int head = info.number("embedding_length") / Math.max(1, info.largest("attention.head_count"));
    int key = info.numberOr("attention.key_length", head);
    int value = info.numberOr("attention.value_length", key);
    if (windowKnown && isSliding(index)) {
      return LayerShape.sliding(
          heads,
          info.numberOr("attention.key_length_swa", key),
          info.numberOr(
              "attention.value_length_swa", info.numberOr("attention.key_length_swa", value)));
    }
    return LayerShape.full(heads, key, value);
  }

  private WindowPattern windowPattern() {
    boolean told = info.list("attention.sliding_window_pattern").size() == layers;
    return told || period() > 0 ? WindowPattern.KNOWN : WindowPattern.UNKNOWN;
  }

  private boolean isSliding(int index) {
    List<?> told = info.list("attention.sliding_window_pattern");
    if (told.size() == layers) {
      return Boolean.TRUE.equals(told.get(index)) || Integer.valueOf(1).equals(told.get(index));
    }
    return index % period() < period() - 1;
  }

  /** Every how manieth layer is full; 0 if not known. */
  private int period() {
    int told = info.number("attention.sliding_window_pattern");
    if (told > 0) {
      return told;
    }
    return switch (info.architecture()) {
      case "gemma2", "gptoss", "gpt-oss" -> 2;
      case "cohere2" -> 4;
      case "gemma3n" -> 5;
      case "gemma3" -> 6;
      default -> 0;
    };
  }

  private boolean isRecurrent(int index) {
    int interval = info.number("full_attention_interval");
    return interval > 0 && info.has("ssm.inner_size") && (index + 1) % interval != 0;
  }

  private long stateBytes() {
    long inner = info.number("ssm.inner_size");
    long state = info.number("ssm.state_size");
    long convolution = Math.max(0, info.number("ssm.conv_kernel") - 1L)
        * (inner + 2L * info.number("ssm.group_count") * state);
    return 4 * (convolution + state * inner);
  }

  /** Weights read for one token: all but those of the experts that are not used. */
  private long active(long total) {
    long experts = info.number("expert_count");
    long used = info.number("expert_used_count");
    long width = info.number("expert_feed_forward_length");
    if (experts <= used || used == 0 || width == 0) {
      return total;
    }
    long sparse = layers - (long) info.number("leading_dense_block_count");
    long idle = sparse * (experts - used) * 3 * info.number("embedding_length") * width;
    return idle < total ? total - idle : total;
  }
}
