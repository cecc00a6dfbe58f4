package io.harden4j.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.harden4j.run.Preflight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
  private static final String MODEL =
      "{\"models\": [{\"name\": \"small:1b\", \"size\": 1000000, \"digest\": \"d\", \"capabilities\": [\"completion\"%s]}]}";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private HttpServer ollama;

  @BeforeEach
  void start() throws IOException {
    ollama = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ollama.createContext("/", exchange -> {
      String path = exchange.getRequestURI().getPath();
      bodies.put(
          path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] answer = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    ollama.start();
  }

  @AfterEach
  void stop() {
    ollama.stop(0);
  }

  @Test
  void takes_an_installed_model_that_calls_tools_and_always_sets_its_context() {
    answers.put("/api/tags", String.format(MODEL, ", \"tools\""));
    answers.put(
        "/api/chat",
        "{\"model\": \"small:1b\", \"message\": {\"role\": \"assistant\", \"content\": \"hi\"}, \"done\": true}");

    ModelChoice choice = ModelChoice.of(Optional.empty(), host());
    String said = choice.model().chat("hello");

    assertThat(choice.line()).startsWith("Model: small:1b on Ollama at http://127.0.0.1");
    assertThat(choice.preflight()).isPresent();
    assertThat(said).isEqualTo("hi");
    assertThat(bodies.get("/api/chat").replaceAll("\\s", "")).contains("\"num_ctx\":8192");
  }

  @Test
  void names_a_model_to_pull_where_none_calls_tools() {
    answers.put("/api/tags", String.format(MODEL, ""));

    ModelChoice choice = ModelChoice.of(Optional.empty(), host());

    assertThat(choice.line()).contains("built-in").contains("ollama pull ");
  }

  @Test
  void says_that_it_uses_the_built_in_model_where_no_ollama_answers() throws IOException {
    ModelChoice choice = ModelChoice.of(Optional.empty(), closedPort());

    assertThat(choice.line()).contains("built-in").contains("no Ollama answers at");
  }

  @Test
  void a_named_model_is_refused_before_the_run_where_no_ollama_answers() throws IOException {
    ModelChoice choice = ModelChoice.of(Optional.of("ollama:small:1b"), closedPort());

    Preflight.Finding finding = choice.preflight().orElseThrow().check();

    assertThat(finding.verdict()).isEqualTo(Preflight.Verdict.REFUSE);
    assertThat(finding.reason()).contains("ollama serve");
  }

  @Test
  void a_name_without_a_provider_is_no_model() {
    assertThatThrownBy(() -> ModelChoice.of(Optional.of("qwen3:8b"), "localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--model ollama:<name>");
  }

  private String host() {
    return "127.0.0.1:" + ollama.getAddress().getPort();
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
