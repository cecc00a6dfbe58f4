package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextSizeTest {
  @ParameterizedTest
  @CsvSource({"8192, 8192", "32k, 32768", "128K, 131072", "' 4k ', 4096", "1m, 1048576", "1, 1"})
  void reads_what_people_write(String text, int tokens) {
    assertThat(ContextSize.parse(text)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "0", "32 k", "1.5k", "65m", "99999999999", "abc", "٣k"})
  void refuses_everything_else_and_shows_the_form(String text) {
    assertThatThrownBy(() -> ContextSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32k");
  }

  @Test
  void prints_whole_kibitokens_short() {
    assertThat(ContextSize.text(32_768)).isEqualTo("32k");
    assertThat(ContextSize.text(1000)).isEqualTo("1000");
  }
}
