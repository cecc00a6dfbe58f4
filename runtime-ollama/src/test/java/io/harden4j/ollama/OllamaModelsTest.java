package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.ollama.OllamaModels.Choice;
import io.harden4j.ollama.capacity.Bytes;
import io.harden4j.ollama.capacity.Host;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OllamaModelsTest {
  private static final String TOOLS = "\"capabilities\": [\"completion\", \"tools\"]";
  private final Host host = Host.ofRam(Bytes.ofGib(24), 8);
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
  void takes_the_largest_tool_capable_model_that_leaves_half_of_the_memory() {
    server
        .model("small:3b", Bytes.ofGib(2), TOOLS, Shows.llama8b())
        .model("middle:8b", Bytes.ofGib(5), TOOLS, Shows.llama8b())
        .model("large:70b", Bytes.ofGib(40), TOOLS, Shows.llama8b())
        .model(
            "toolless:12b",
            Bytes.ofGib(8),
            "\"capabilities\": [\"completion\"]",
            Shows.withoutTools());

    assertThat(OllamaModels.pickToolCapable(server.inventory(), host))
        .isEqualTo(new Choice.Installed("middle:8b"));
  }

  @Test
  void asks_for_details_where_the_list_does_not_say_what_a_model_can_do() {
    server
        .model("old:8b", Bytes.ofGib(5), "", Shows.llama8b())
        .model("plain:8b", Bytes.ofGib(6), "", Shows.withoutTools());

    assertThat(OllamaModels.pickToolCapable(server.inventory(), host))
        .isEqualTo(new Choice.Installed("old:8b"));
  }

  @Test
  void never_takes_a_cloud_model_and_names_one_to_pull_that_fits() {
    server.model(
        "gpt-oss:120b-cloud",
        0,
        TOOLS + ", \"remote_host\": \"https://ollama.com\"",
        Shows.cloud());

    assertThat(OllamaModels.pickToolCapable(server.inventory(), host))
        .isEqualTo(new Choice.ToPull("qwen3:8b", "ollama pull qwen3:8b"));
    assertThat(OllamaModels.pickToolCapable(server.inventory(), Host.ofRam(Bytes.ofGib(6), 2)))
        .isEqualTo(new Choice.ToPull("llama3.2:3b", "ollama pull llama3.2:3b"));
  }
}
