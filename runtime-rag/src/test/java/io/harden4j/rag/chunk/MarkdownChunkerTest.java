package io.harden4j.rag.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.DocumentFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkdownChunkerTest {
  private static final ChunkLimits SMALL = new ChunkLimits(20, 60, 5, 0);

  @Test
  void keeps_the_path_of_headings_with_every_chunk() {
    String text = "# Shop\n\nWelcome to the handbook of the shop.\n\n## Returns\n\n" + words("a", 8)
        + "\n\n### Costs\n\n" + words("b", 8) + "\n\n## Delivery\n\n" + words("c", 8);

    List<Chunk> chunks = chunk(text, SMALL);

    assertThat(chunks)
        .extracting(Chunk::headings)
        .containsExactly(
            List.of("Shop"),
            List.of("Shop", "Returns"),
            List.of("Shop", "Returns", "Costs"),
            List.of("Shop", "Delivery"));
    assertThat(chunks.get(2).text()).startsWith("### Costs").doesNotContain("Delivery");
    assertThat(chunks.get(2).searchText()).startsWith("Shop\nReturns\n### Costs");
  }

  @Test
  void packs_paragraphs_up_to_the_target() {
    String text =
        IntStream.range(0, 6).mapToObj(i -> words("p" + i, 4)).collect(Collectors.joining("\n\n"));

    List<Chunk> chunks = chunk(text, SMALL);

    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(0).text()).contains("p0").contains("p1").doesNotContain("p2");
  }

  @Test
  void joins_a_small_section_with_the_one_nested_in_it() {
    List<Chunk> chunks = chunk("# Shop\n\nHello.\n\n## Returns\n\nThirty days.", SMALL);

    assertThat(chunks)
        .singleElement()
        .satisfies(c -> assertThat(c.headings()).containsExactly("Shop"));
  }

  @Test
  void does_not_join_neighbours_of_one_level() {
    List<Chunk> chunks = chunk("## Returns\n\nOk.\n\n## Delivery\n\nOk.", SMALL);

    assertThat(chunks)
        .extracting(Chunk::headings)
        .containsExactly(List.of("Returns"), List.of("Delivery"));
  }

  @Test
  void keeps_a_fence_and_a_table_whole() {
    String fence = "```java\n# no heading\n" + "int x = 1;\n\n".repeat(6) + "```";
    String table = "| a | b |\n|---|:-:|\n" + "| 1 | 2 |\n".repeat(7);
    String text = words("p", 10) + "\n\n" + fence + "\n\n" + words("q", 10) + "\n\n" + table + "\n"
        + words("r", 10);

    List<Chunk> chunks = chunk(text, SMALL);

    assertThat(chunks)
        .filteredOn(c -> c.text().contains("int x"))
        .extracting(Chunk::text)
        .containsExactly(fence);
    assertThat(chunks)
        .filteredOn(c -> c.text().contains("|"))
        .extracting(Chunk::text)
        .containsExactly(table.strip());
    assertThat(chunks).extracting(Chunk::headings).containsOnly(List.of());
  }

  @Test
  void cuts_a_table_that_is_too_large_between_its_lines() {
    String table = "| a | b |\n|---|---|\n" + "| 11 | 22 |\n".repeat(40);

    List<Chunk> chunks = chunk(table, SMALL);

    assertThat(chunks)
        .hasSizeGreaterThan(1)
        .allSatisfy(c -> assertThat(c.text()).startsWith("|").endsWith("|"));
  }

  @Test
  void cuts_a_long_paragraph_between_sentences() {
    String text = "One two three four five six seven eight. ".repeat(9).strip();

    List<Chunk> chunks = chunk(text, SMALL);

    assertThat(chunks)
        .hasSizeGreaterThan(3)
        .allSatisfy(c -> assertThat(c.text()).startsWith("One").endsWith("eight."));
  }

  @Test
  void reads_underlined_headings_and_closes_only_matching_fences() {
    String text = "Shop\n====\n\n````\n```\n# code\n````\n\nReturns\n---\n\n" + words("x", 18);

    List<Chunk> chunks = chunk(text, SMALL);

    assertThat(chunks)
        .extracting(Chunk::headings)
        .containsExactly(List.of("Shop"), List.of("Shop", "Returns"));
  }

  @Test
  void plain_text_has_no_headings() {
    Document document = Document.builder("a.txt", "# one\n\n```\n\ntwo")
        .format(DocumentFormat.PLAIN)
        .build();

    List<Chunk> chunks = MarkdownChunker.create().chunk(document);

    assertThat(chunks).singleElement().satisfies(c -> assertThat(c.headings()).isEmpty());
  }

  @Test
  void front_matter_is_not_searchable_but_the_title_it_gives_is() {
    Document document = Document.builder(
            "a.md", "---\ntitle: Returns\nsecret: xyz\n---\nThirty days.")
        .title("Returns")
        .build();

    Chunk chunk = MarkdownChunker.create().chunk(document).get(0);

    assertThat(chunk.text()).isEqualTo("Thirty days.");
    assertThat(chunk.searchText()).isEqualTo("Returns\nThirty days.");
  }

  @Test
  void repeats_the_end_of_the_chunk_before_within_a_section_only() {
    String text =
        "# A\n\n" + "Alpha beta gamma delta. ".repeat(12) + "\n\n# B\n\n" + "Other words.";

    List<Chunk> chunks = chunk(text, new ChunkLimits(20, 60, 0, 6));

    assertThat(chunks.get(1).start()).isLessThan(chunks.get(0).end());
    Chunk ofB =
        chunks.stream().filter(c -> c.headings().contains("B")).findFirst().orElseThrow();
    assertThat(ofB.text()).startsWith("# B").doesNotContain("Alpha");
  }

  @Test
  void an_id_depends_on_document_rules_place_and_text() {
    String id = id("a.md", "text", ChunkLimits.DEFAULT);

    assertThat(id)
        .hasSize(24)
        .matches("[0-9a-f]+")
        .isEqualTo(id("a.md", "text", ChunkLimits.DEFAULT));
    assertThat(id("b.md", "text", ChunkLimits.DEFAULT)).isNotEqualTo(id);
    assertThat(id("a.md", "text!", ChunkLimits.DEFAULT)).isNotEqualTo(id);
    assertThat(id("a.md", "text", SMALL)).isNotEqualTo(id);
    List<Chunk> twice = chunk("## A\n\nsame\n\n## A\n\nsame", SMALL);
    assertThat(twice.get(0).text()).isEqualTo(twice.get(1).text());
    assertThat(twice.get(0).id()).isNotEqualTo(twice.get(1).id());
  }

  @Test
  void a_blank_document_has_no_chunks() {
    assertThat(chunk("", SMALL)).isEmpty();
    assertThat(chunk(" \n\t\r\n ", SMALL)).isEmpty();
  }

  @Test
  void refuses_limits_that_contradict_each_other() {
    assertThatThrownBy(() -> new ChunkLimits(100, 50, 0, 0)).hasMessageContaining("target <= max");
    assertThatThrownBy(() -> new ChunkLimits(100, 100, 0, 51)).hasMessageContaining("target/2");
    assertThatThrownBy(() -> new ChunkLimits(4, 100, 0, 0)).hasMessageContaining("16");
  }

  private static String id(String documentId, String text, ChunkLimits limits) {
    return MarkdownChunker.of(limits)
        .chunk(Document.builder(documentId, text).build())
        .get(0)
        .id();
  }

  private static List<Chunk> chunk(String text, ChunkLimits limits) {
    return MarkdownChunker.of(limits).chunk(Document.builder("doc.md", text).build());
  }

  private static String words(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word).collect(Collectors.joining(" "));
  }
}
