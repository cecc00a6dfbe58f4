package io.harden4j.ollama;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Chat with a model of an Ollama server through LangChain4j. The context is always set: left out, Ollama chooses it by the size of the
 * graphics card, and a larger card silently asks for a larger cache.
 *
 * <p>The models do not retry on their own: the runtime retries, and charges every attempt.
 */
public final class OllamaChat {
  private OllamaChat() {}

  /** Starts a model of the server at this address. */
  public static Builder builder(OllamaAddress address, String model) {
    return new Builder(address, model);
  }

  /** Builds chat models; the same settings can build both kinds. Not thread-safe; what it builds is. */
  public static final class Builder {
    private final OllamaAddress address;
    private final String model;
    private OptionalInt numCtx = OptionalInt.empty();
    private OptionalInt seed = OptionalInt.empty();
    private OptionalInt maxAnswerTokens = OptionalInt.empty();
    private OptionalDouble temperature = OptionalDouble.empty();
    private Thinking thinking = Thinking.MODEL_DEFAULT;
    private Duration timeout = Duration.ofMinutes(2);

    private Builder(OllamaAddress address, String model) {
      this.address = address;
      this.model = ModelNames.require(model);
    }

    /** Tokens of context, prompt and answer together. Required. */
    public Builder numCtx(int tokens) {
      numCtx = OptionalInt.of(positive("numCtx", tokens));
      return this;
    }

    /** Seed of the sampling. Default: a random one for each call. */
    public Builder seed(int value) {
      seed = OptionalInt.of(value);
      return this;
    }

    /** Temperature of the sampling, 0 or more. Default: the model's own. */
    public Builder temperature(double value) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException("a temperature is 0 or more, but is " + value);
      }
      temperature = OptionalDouble.of(value);
      return this;
    }

    /** Longest answer in tokens. Default: until the model ends it or the context is full. */
    public Builder maxAnswerTokens(int tokens) {
      maxAnswerTokens = OptionalInt.of(positive("maxAnswerTokens", tokens));
      return this;
    }

    /** Whether the model thinks before it answers. Default: the model's own choice. */
    public Builder thinking(Thinking value) {
      thinking = value;
      return this;
    }

    /** Time for one call, loading the model included. Default 2 minutes. */
    public Builder timeout(Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException("a timeout is positive, but is " + value);
      }
      timeout = value;
      return this;
    }

    /**
     * Builds a model that answers in one piece.
     *
     * @throws IllegalStateException if {@link #numCtx} was not set
     */
    public ChatModel build() {
      return OllamaChatModel.builder()
          .baseUrl(address.toString())
          .timeout(timeout)
          .defaultRequestParameters(parameters())
          .returnThinking(thinking == Thinking.ON)
          .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
          .maxRetries(0)
          .build();
    }

    /**
     * Builds a model that streams its answers.
     *
     * @throws IllegalStateException if {@link #numCtx} was not set
     */
    public StreamingChatModel buildStreaming() {
      return OllamaStreamingChatModel.builder()
          .baseUrl(address.toString())
          .timeout(timeout)
          .defaultRequestParameters(parameters())
          .returnThinking(thinking == Thinking.ON)
          .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
          .build();
    }

    private OllamaChatRequestParameters parameters() {
      OllamaChatRequestParameters.Builder values = OllamaChatRequestParameters.builder();
      values.modelName(model);
      values.numCtx(numCtx.orElseThrow(() -> new IllegalStateException("set numCtx(tokens) for "
          + model + "; without it the context depends on the server's graphics card")));
      seed.ifPresent(values::seed);
      maxAnswerTokens.ifPresent(values::maxOutputTokens);
      temperature.ifPresent(values::temperature);
      if (thinking != Thinking.MODEL_DEFAULT) {
        values.think(thinking == Thinking.ON);
      }
      return values.build();
    }

    private static int positive(String name, int tokens) {
      if (tokens <= 0) {
        throw new IllegalArgumentException(name + " is in tokens and positive, but is " + tokens);
      }
      return tokens;
    }
  }

  /** Whether a model that can think does so before it answers. */
  public enum Thinking {
    /** The model's own choice. */
    MODEL_DEFAULT,
    /** It thinks, and the thoughts come back beside the answer. */
    ON,
    /** It answers at once; some models ignore this. */
    OFF
  }
}
