package io.harden4j.rag.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {
  @Test
  void reads_flat_entries_and_tells_where_the_text_begins() {
    String text = "---\r\nTitle: 'Returns'\r\ntags:\r\n  - a\r\n# note\r\n---\r\nBody";

    FrontMatter front = FrontMatter.of(text);

    assertThat(front.values())
        .containsEntry("title", "Returns")
        .containsEntry("tags", "")
        .hasSize(2);
    assertThat(text.substring(front.end())).isEqualTo("Body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---",
        "---\n",
        "---\n\nText after a rule\n\n---\n",
        "---\n---\nText",
        "---\na: b\nnever closed",
        "a: b\n---"
      })
  void a_rule_or_an_unclosed_block_is_no_front_matter(String text) {
    assertThat(FrontMatter.of(text).end()).isZero();
  }
}
