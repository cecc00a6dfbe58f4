package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, http://localhost:11434, true",
    "127.0.0.1:8080, http://127.0.0.1:8080, true",
    "0.0.0.0, http://127.0.0.1:11434, true",
    "http://[::1]:11434/, http://[::1]:11434, true",
    "https://models.example/ollama/, https://models.example/ollama, false",
    "gpu-box:11434, http://gpu-box:11434, false",
    "127.evil.example, http://127.evil.example:11434, false",
  })
  void reads_what_people_and_ollama_host_say(String text, String address, boolean local) {
    OllamaAddress parsed = OllamaAddress.parse(text);

    assertThat(parsed).hasToString(address);
    assertThat(parsed.isLocal()).isEqualTo(local);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://host", "http://", "http://h?x=1", "http://h#x", "a b"})
  void refuses_everything_else(String text) {
    assertThatThrownBy(() -> OllamaAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_password_in_an_address_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> OllamaAddress.parse("http://me:secret@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
