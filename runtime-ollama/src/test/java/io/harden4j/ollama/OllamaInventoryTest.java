package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.ollama.capacity.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaInventoryTest {
  private StubOllama server;

  @BeforeEach
  void start() throws IOException {
    server = new StubOllama();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void reads_version_installed_and_loaded_models_and_ignores_fields_it_does_not_know() {
    server.model("llama3.1:8b", 4_920_753_328L, """
        "details": {"quantization_level": "Q4_K_M", "context_length": 131072}, "capabilities": ["tools"], "x": []""", Shows.llama8b());
    server.fix("/api/ps", 200, """
        {"models": [{"name": "llama3.1:8b", "size": 6000000000, "size_vram": 4000000000, "context_length": 8192,
          "details": {"new": true}, "expires_at": "2026-11-22T00:00:00Z"}]}""");
    OllamaInventory inventory = server.inventory();

    assertThat(inventory.version()).isEqualTo("0.33.0");
    assertThat(inventory.installed()).singleElement().satisfies(model -> {
      assertThat(model.sizeBytes()).isEqualTo(4_920_753_328L);
      assertThat(model.capabilities()).containsExactly("tools");
      assertThat(model.remote()).isEmpty();
    });
    assertThat(inventory.loaded())
        .containsExactly(new LoadedModel("llama3.1:8b", 6_000_000_000L, 4_000_000_000L, 8192));
  }

  @Test
  void an_answer_without_any_of_the_fields_is_an_empty_inventory() {
    server
        .fix("/api/tags", 200, "{}")
        .fix("/api/ps", 200, "{\"models\": null}")
        .fix("/api/version", 200, "{}");

    assertThat(server.inventory().installed()).isEmpty();
    assertThat(server.inventory().loaded()).isEmpty();
    assertThat(server.inventory().version()).isEmpty();
  }

  @Test
  void a_name_without_a_tag_means_latest() {
    server.model("mine:latest", 1, "", Shows.llama8b()).model("mine:8b", 2, "", Shows.llama8b());

    assertThat(server.inventory().find("mine")).map(InstalledModel::name).contains("mine:latest");
    assertThat(server.inventory().find("mine:8b")).map(InstalledModel::name).contains("mine:8b");
    assertThat(server.inventory().find("other")).isEmpty();
  }

  @Test
  void a_server_that_is_not_there_is_told_with_the_command_that_starts_it() throws IOException {
    OllamaAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = OllamaAddress.parse("127.0.0.1:" + socket.getLocalPort());
    }

    assertThatThrownBy(() -> OllamaInventory.at(nobody).version())
        .isInstanceOf(OllamaUnavailableException.class)
        .hasMessageContaining(nobody.toString())
        .hasMessageContaining("connection refused")
        .hasMessageContaining("ollama serve");
  }

  @Test
  void a_server_that_accepts_and_never_answers_ends_in_a_timeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OllamaInventory inventory = OllamaInventory.builder(
              OllamaAddress.parse("127.0.0.1:" + silent.getLocalPort()))
          .timeout(Duration.ofMillis(200))
          .build();

      assertThatThrownBy(inventory::version).isInstanceOf(OllamaUnavailableException.class);
    }
  }

  @Test
  void a_missing_model_is_told_with_the_command_that_installs_it() {
    assertThatThrownBy(() -> server.inventory().details("llama3.3:70b"))
        .isInstanceOfSatisfying(
            ModelMissingException.class,
            e -> assertThat(e.command()).isEqualTo("ollama pull llama3.3:70b"))
        .hasMessageContaining("Run: ollama pull llama3.3:70b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "[1, 2]", "", "null", "{\"models\": ["})
  void another_program_at_the_address_is_told_apart_from_ollama(String body) {
    server.fix("/api/tags", 200, body);

    assertThatThrownBy(() -> server.inventory().installed())
        .isInstanceOf(OllamaProtocolException.class);
  }

  @Test
  void a_server_in_trouble_is_told_with_its_status() {
    server.fix("/api/tags", 500, "{\"error\": \"disk\"}");

    assertThatThrownBy(() -> server.inventory().installed())
        .isInstanceOf(OllamaProtocolException.class)
        .hasMessageContaining("status 500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "x; rm -rf /", "../x", "a\nb", "-f"})
  void refuses_what_cannot_be_the_name_of_a_model(String name) {
    assertThatThrownBy(() -> server.inventory().details(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_body_without_end_is_cut_off() {
    LimitedBody body = new LimitedBody(10);

    body.onNext(
        java.util.List.of(java.nio.ByteBuffer.allocate(8), java.nio.ByteBuffer.allocate(8)));

    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void reads_the_shape_of_a_plain_model_from_the_server() {
    server.model("llama3.1:8b", 4_920_753_328L, "", Shows.llama8b());

    assertThat(server.inventory().shape("llama3.1:8b")).satisfies(shape -> {
      assertThat(shape.layers()).hasSize(32);
      assertThat(shape.layers().get(0).kvHeads()).isEqualTo(8);
      assertThat(shape.layers().get(0).keyLength()).isEqualTo(128);
      assertThat(shape.fileBytes() / (double) Bytes.GIB).isBetween(4.5, 4.7);
      assertThat(shape.origin()).isEqualTo(io.harden4j.ollama.capacity.Origin.MEASURED);
    });
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void asks_again_for_values_per_layer_that_the_server_left_out() {
    server
        .model("gemma4:26b", 17_990_000_000L, "", Shows.gemma26b(false))
        .verbose("gemma4:26b", Shows.gemma26b(true));

    assertThat(server.inventory().shape("gemma4:26b").layers().get(5).kvHeads()).isEqualTo(2);
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1).path("verbose").asBoolean()).isTrue();
  }

  @Test
  void details_without_sizes_are_told_as_such() {
    server.model("odd:1b", 5, "", "{\"details\": {}, \"model_info\": {}}");

    assertThatThrownBy(() -> server.inventory().shape("odd:1b"))
        .isInstanceOf(OllamaProtocolException.class)
        .hasMessageContaining("without the sizes of odd:1b");
  }
}
