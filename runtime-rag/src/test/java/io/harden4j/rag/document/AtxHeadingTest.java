package io.harden4j.rag.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtxHeadingTest {
  @Test
  void reads_level_and_title_without_the_marks() {
    assertThat(AtxHeading.of("# A")).contains(new AtxHeading(1, "A"));
    assertThat(AtxHeading.of("   ### A b ###  ")).contains(new AtxHeading(3, "A b"));
    assertThat(AtxHeading.of("## C#")).contains(new AtxHeading(2, "C#"));
    assertThat(AtxHeading.of("#")).contains(new AtxHeading(1, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "#hashtag", "####### seven", "    # code", " \\# escaped"})
  void other_lines_are_no_headings(String line) {
    assertThat(AtxHeading.of(line)).isEmpty();
  }
}
