package io.harden4j.ollama.capacity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a model that decide how much memory and time it takes. Immutable; safe to share between threads.
 *
 * @param name name and tag in Ollama's library, e.g. {@code llama3.3:70b}
 * @param architecture family of the weights file, e.g. {@code llama}
 * @param layers one entry a layer; copied
 * @param windowPattern whether the layers' kinds are known
 * @param slidingWindow tokens of the window; 0 if no layer has one
 * @param attentionHeads query heads of a layer
 * @param embeddingLength width of a token's vector
 * @param vocabularySize tokens the model knows; 0 if unknown, then a plan assumes a large one
 * @param contextLength most tokens the model was made for
 * @param parameters weights in total
 * @param activeParameters weights read for one token: fewer than {@code parameters} for a mixture of experts
 * @param quantization e.g. {@code Q4_K_M}
 * @param fileBytes bytes of the weights on disk, projector included; 0 for a remote model
 * @param capabilities e.g. {@code completion}, {@code tools}, {@code vision}; copied
 * @param remoteHost where a cloud model runs; null for a local one
 * @param origin how good the numbers are
 * @param source where the numbers are from, in words
 * @param note what a reader of a plan should know; may be empty
 */
public record ModelShape(
    String name,
    String architecture,
    List<LayerShape> layers,
    WindowPattern windowPattern,
    int slidingWindow,
    int attentionHeads,
    int embeddingLength,
    int vocabularySize,
    int contextLength,
    long parameters,
    long activeParameters,
    String quantization,
    long fileBytes,
    Set<String> capabilities,
    @Nullable String remoteHost,
    Origin origin,
    String source,
    String note) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a size that every local model has is missing
   */
  public ModelShape {
    layers = List.copyOf(layers);
    capabilities = Set.copyOf(capabilities);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model shape needs the model's name");
    }
    if (remoteHost == null) {
      require(name, "layers", layers.size());
      require(name, "embeddingLength", embeddingLength);
      require(name, "attentionHeads", attentionHeads);
      require(name, "contextLength", contextLength);
      require(name, "fileBytes", fileBytes);
      if (windowPattern != WindowPattern.NONE) {
        require(name, "slidingWindow", slidingWindow);
      }
    }
  }

  private static void require(String name, String field, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "the shape of " + name + " needs a positive " + field + ", but has " + value);
    }
  }

  /** Starts a shape; see the builder's methods for what is optional. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Whether the model accepts tool declarations. */
  public boolean callsTools() {
    return capabilities.contains("tools");
  }

  /** The host that receives the prompts of a cloud model; empty if the model runs where Ollama runs. */
  public Optional<String> remote() {
    return Optional.ofNullable(remoteHost);
  }

  /** Bytes of weights read for one token: the file, cut down to the active share of the parameters. */
  public long activeBytes() {
    if (parameters <= 0 || activeParameters <= 0 || activeParameters >= parameters) {
      return fileBytes;
    }
    return Math.round(fileBytes * ((double) activeParameters / parameters));
  }

  /** Builds a {@link ModelShape}. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private String architecture = "unknown";
    private final List<LayerShape> layers = new ArrayList<>();
    private WindowPattern windowPattern = WindowPattern.NONE;
    private int slidingWindow;
    private int attentionHeads;
    private int embeddingLength;
    private int vocabularySize;
    private int contextLength;
    private long parameters;
    private long activeParameters;
    private String quantization = "unknown";
    private long fileBytes;
    private Set<String> capabilities = Set.of();
    private @Nullable String remoteHost;
    private Origin origin = Origin.ASSUMED;
    private String source = "given by the caller";
    private String note = "";

    private Builder(String name) {
      this.name = name;
    }

    /** Family of the weights file. Default {@code unknown}. */
    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    /** Adds {@code count} equal layers. */
    public Builder layers(int count, LayerShape layer) {
      layers.addAll(Collections.nCopies(count, layer));
      return this;
    }

    /** Window in tokens and whether the layers' kinds are known. Default: no window. */
    public Builder slidingWindow(int tokens, WindowPattern pattern) {
      slidingWindow = tokens;
      windowPattern = pattern;
      return this;
    }

    /** Query heads of a layer. Required. */
    public Builder attentionHeads(int value) {
      attentionHeads = value;
      return this;
    }

    /** Width of a token's vector. Required. */
    public Builder embeddingLength(int value) {
      embeddingLength = value;
      return this;
    }

    /** Tokens the model knows. Default 0: unknown. */
    public Builder vocabularySize(int value) {
      vocabularySize = value;
      return this;
    }

    /** Most tokens of context the model was made for. Required. */
    public Builder contextLength(int tokens) {
      contextLength = tokens;
      return this;
    }

    /** Weights in total, and those read for one token. Default 0: unknown, then all weights count as read. */
    public Builder parameters(long total, long active) {
      parameters = total;
      activeParameters = active;
      return this;
    }

    /** Name of the quantisation. Default {@code unknown}. */
    public Builder quantization(String value) {
      quantization = value;
      return this;
    }

    /** Bytes on disk. Required for a local model. */
    public Builder fileBytes(long bytes) {
      fileBytes = bytes;
      return this;
    }

    /** What the model can do. Default: nothing. */
    public Builder capabilities(Set<String> values) {
      capabilities = Set.copyOf(values);
      return this;
    }

    /** Host that receives the prompts of a cloud model. Default: the model is local. */
    public Builder remoteHost(@Nullable String host) {
      remoteHost = host;
      return this;
    }

    /** How good the numbers are, and where they are from. Default: assumed, given by the caller. */
    public Builder source(Origin value, String words) {
      origin = value;
      source = words;
      return this;
    }

    /** A remark that a plan prints. Default empty. */
    public Builder note(String value) {
      note = value;
      return this;
    }

    /**
     * Builds the shape.
     *
     * @throws IllegalArgumentException if a required value is missing
     */
    public ModelShape build() {
      return new ModelShape(
          name,
          architecture,
          layers,
          windowPattern,
          slidingWindow,
          attentionHeads,
          embeddingLength,
          vocabularySize,
          contextLength,
          parameters,
          activeParameters,
          quantization,
          fileBytes,
          capabilities,
          remoteHost,
          origin,
          source,
          note);
    }
  }
}
