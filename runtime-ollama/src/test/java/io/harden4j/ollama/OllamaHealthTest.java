package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OllamaHealthTest {
  @Test
  void is_healthy_only_while_the_server_answers_and_has_the_model() throws IOException {
    StubOllama server = new StubOllama().model("llama3.1:8b", 1, "", Shows.llama8b());
    OllamaInventory inventory = server.inventory();

    assertThat(new OllamaHealth(inventory, "llama3.1:8b").check().healthy()).isTrue();
    assertThat(new OllamaHealth(inventory, "qwen3:8b").check().detail())
        .contains("ollama pull qwen3:8b");
    server.close();
    assertThat(new OllamaHealth(inventory, "llama3.1:8b").check()).satisfies(health -> {
      assertThat(health.healthy()).isFalse();
      assertThat(health.detail()).contains("ollama serve");
    });
  }
}
