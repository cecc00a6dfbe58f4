package io.harden4j.rag.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.FrontMatter;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every document, over generated ones. */
class ChunkingPropertiesTest {
  private static final int DOCUMENTS_PER_SEED =
      "full".equals(System.getProperty("harden4j.tier")) ? 600 : 40;
  private static final List<ChunkLimits> LIMITS = List.of(
      ChunkLimits.DEFAULT,
      new ChunkLimits(16, 16, 0, 0),
      new ChunkLimits(30, 50, 10, 10),
      new ChunkLimits(100, 300, 100, 50));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void every_chunk_is_an_exact_span_within_the_maximum(long seed) {
    forEveryDocument(seed, (document, limits, chunks) -> {
      for (Chunk chunk : chunks) {
        assertThat(chunk.text()).isEqualTo(document.text().substring(chunk.start(), chunk.end()));
        assertThat(chunk.searchText()).endsWith(chunk.text());
        assertThat(chunk.text()).isNotBlank();
        assertThat(WordPieces.count(chunk.text(), 0, chunk.text().length()))
            .isLessThanOrEqualTo(limits.max());
        assertThat(chunk.text().length())
            .isLessThanOrEqualTo((limits.max() + 1) * WordPieces.BLANKS_PER_PIECE);
        assertThat(Character.isLowSurrogate(chunk.text().charAt(0))).isFalse();
        assertThat(Character.isHighSurrogate(chunk.text().charAt(chunk.text().length() - 1)))
            .isFalse();
      }
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 8, 43, 1235})
  void nothing_but_blanks_and_front_matter_is_left_out(long seed) {
    forEveryDocument(seed, (document, limits, chunks) -> {
      BitSet covered = new BitSet();
      covered.set(0, FrontMatter.of(document.text()).end());
      chunks.forEach(c -> covered.set(c.start(), c.end()));
      String text = document.text();
      String leftOut = IntStream.range(0, text.length())
          .filter(i -> !covered.get(i))
          .mapToObj(text::charAt)
          .map(String::valueOf)
          .collect(Collectors.joining());
      assertThat(leftOut.isBlank()).as("left out: '%s'", leftOut.strip()).isTrue();
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 9, 44, 1236})
  void chunks_follow_each_other_have_distinct_ids_and_come_out_the_same_again(long seed) {
    forEveryDocument(seed, (document, limits, chunks) -> {
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < chunks.size(); i++) {
        assertThat(chunks.get(i).ordinal()).isEqualTo(i);
        assertThat(ids.add(chunks.get(i).id())).isTrue();
        if (i > 0) {
          int before = limits.overlap() == 0
              ? chunks.get(i - 1).end()
              : chunks.get(i - 1).start() + 1;
          assertThat(chunks.get(i).start()).isGreaterThanOrEqualTo(before);
          assertThat(chunks.get(i).end()).isGreaterThan(chunks.get(i - 1).end());
        }
      }
      assertThat(MarkdownChunker.of(limits).chunk(document)).isEqualTo(chunks);
    });
  }

  @Test
  void hostile_texts_take_time_in_proportion_to_their_length() {
    int size = 1 << 18; // a quadratic step would take minutes
    List<String> texts = List.of(
        "x".repeat(size),
        "#".repeat(size),
        "# a\n".repeat(size / 4),
        "# " + "#".repeat(size) + "x",
        "|".repeat(size / 2) + "\n" + "|-".repeat(size / 4),
        "|\n|-\n".repeat(size / 5),
        "\u0001\n\n".repeat(size / 3),
        "a" + " ".repeat(size) + "b",
        "`".repeat(size),
        "```\n".repeat(size / 4),
        ".)".repeat(size / 2),
        ". ".repeat(size / 2),
        "a\n- ".repeat(size / 4),
        "---\n" + "a:\n".repeat(size / 3),
        "x\n===\n".repeat(size / 6),
        "👩".repeat(size / 2));

    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> texts.forEach(text ->
            MarkdownChunker.create().chunk(Document.builder("hostile.md", text).build())));
  }

  private interface Property {
    void check(Document document, ChunkLimits limits, List<Chunk> chunks);
  }

  private static void forEveryDocument(long seed, Property property) {
    for (int i = 0; i < DOCUMENTS_PER_SEED; i++) {
      Document document = Document.builder(
              "d" + i + ".md", new RandomMarkdown(seed * 1000 + i).next())
          .build();
      ChunkLimits limits = LIMITS.get(i % LIMITS.size());
      property.check(document, limits, MarkdownChunker.of(limits).chunk(document));
    }
  }
}
