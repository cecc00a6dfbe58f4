package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OllamaChatTest {
  private static final String ANSWER = """
      {"model": "llama3.1:8b", "created_at": "2026-11-22T00:00:00Z", "done": true, "done_reason": "stop",
       "message": {"role": "assistant", "content": "Hello."}, "total_duration": 5, "load_duration": 1,
       "prompt_eval_count": 11, "prompt_eval_duration": 2, "eval_count": 3, "eval_duration": 2}
      """.replace("\n", "") + "\n";
  private StubOllama server;

  @BeforeEach
  void start() throws IOException {
    server = new StubOllama().fix("/api/chat", 200, ANSWER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sends_the_context_with_every_call_and_reports_the_tokens() {
    ChatModel model =
        chat().numCtx(8192).seed(7).temperature(0).maxAnswerTokens(100).build();

    ChatResponse response = model.chat(UserMessage.from("Hi"));

    assertThat(response.aiMessage().text()).isEqualTo("Hello.");
    assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(14);
    JsonNode options = server.requests().get(0).path("options");
    assertThat(options.path("num_ctx").asInt()).isEqualTo(8192);
    assertThat(options.path("seed").asInt()).isEqualTo(7);
    assertThat(options.path("temperature").asDouble()).isZero();
    assertThat(options.path("num_predict").asInt()).isEqualTo(100);
  }

  @Test
  void keeps_the_context_when_a_request_brings_its_own_parameters() {
    ChatModel model = chat().numCtx(8192).build();

    model.chat(ChatRequest.builder()
        .messages(UserMessage.from("Hi"))
        .temperature(0.5)
        .toolSpecifications(ToolSpecification.builder().name("orders").build())
        .build());

    JsonNode request = server.requests().get(0);
    assertThat(request.path("options").path("num_ctx").asInt()).isEqualTo(8192);
    assertThat(request.path("model").asText()).isEqualTo("llama3.1:8b");
    assertThat(request.path("tools")).hasSize(1);
  }

  @Test
  void streaming_sends_the_context_too() throws Exception {
    CompletableFuture<String> text = new CompletableFuture<>();

    chat().numCtx(4096).buildStreaming().chat("Hi", new StreamingChatResponseHandler() {
      @Override
      public void onPartialResponse(String part) {}

      @Override
      public void onCompleteResponse(ChatResponse response) {
        text.complete(response.aiMessage().text());
      }

      @Override
      public void onError(Throwable problem) {
        text.completeExceptionally(problem);
      }
    });

    assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("Hello.");
    assertThat(server.requests().get(0).path("options").path("num_ctx").asInt()).isEqualTo(4096);
  }

  @Test
  void does_not_build_without_a_context() {
    assertThatThrownBy(() -> chat().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("numCtx");
    assertThatThrownBy(() -> chat().buildStreaming()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> chat().numCtx(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leaves_retries_to_the_runtime() {
    server.fix("/api/chat", 500, "{\"error\": \"overloaded\"}");
    ChatModel model = chat().numCtx(8192).timeout(Duration.ofSeconds(5)).build();

    assertThatThrownBy(() -> model.chat(UserMessage.from("Hi")))
        .isInstanceOf(RuntimeException.class);

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void thinking_is_sent_only_if_chosen() {
    chat().numCtx(8192).build().chat(UserMessage.from("Hi"));
    chat().numCtx(8192).thinking(OllamaChat.Thinking.OFF).build().chat(UserMessage.from("Hi"));

    assertThat(server.requests().get(0).path("think").isMissingNode()).isTrue();
    assertThat(server.requests().get(1).path("think").asText()).isEqualTo("false");
  }

  private OllamaChat.Builder chat() {
    return OllamaChat.builder(server.address(), "llama3.1:8b");
  }
}
