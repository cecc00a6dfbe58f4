package io.harden4j.rag.chunk;

import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.DocumentFormat;
import io.harden4j.rag.document.FrontMatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Markdown along its structure: a heading starts a chunk, paragraphs are packed up to a target size, tables and
 * fences stay whole while they fit. Plain text is cut at blank lines only. Front matter is left out; every other
 * character that is not blank is in a chunk. Immutable and safe for concurrent use.
 */
public final class MarkdownChunker implements Chunker {
  private static final String RULES = "markdown-1";

  private final ChunkLimits limits;
  private final String version;

  private MarkdownChunker(ChunkLimits limits) {
    this.limits = limits;
    this.version = RULES + ":" + limits.target() + "/" + limits.max() + "/" + limits.minimum() + "/"
        + limits.overlap();
  }

  /** Returns a chunker with {@link ChunkLimits#DEFAULT}. */
  public static MarkdownChunker create() {
    return of(ChunkLimits.DEFAULT);
  }

  /** Returns a chunker with other sizes. */
  public static MarkdownChunker of(ChunkLimits limits) {
    return new MarkdownChunker(limits);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Chunk> chunk(Document document) {
    List<Unit> units = new UnitMaker(document.text(), limits).units(blocksOf(document));
    List<Chunk> chunks = new ArrayList<>();
    for (List<Unit> group : new Packer(limits).pack(units)) {
      chunks.add(chunkOf(document, chunks.size(), group));
    }
    return List.copyOf(chunks);
  }

  private static List<Block> blocksOf(Document document) {
    String text = document.text();
    return document.format() == DocumentFormat.PLAIN
        ? BlockScanner.plain(text)
        : BlockScanner.markdown(text, FrontMatter.of(text).end());
  }

  private Chunk chunkOf(Document document, int ordinal, List<Unit> group) {
    Unit first = group.get(0);
    int start = first.start();
    int end = group.get(group.size() - 1).end();
    String text = document.text().substring(start, end);
    return new Chunk(
        ChunkIds.id(document.id(), version, ordinal, text),
        document.id(),
        ordinal,
        start,
        end,
        text,
        ChunkIds.hash(text),
        first.path().stream().map(Heading::title).toList(),
        searchText(document, first.path(), start, text));
  }

  /** A chunk from the middle of a section rarely repeats the words of its headings, and a question often does. */
  private static String searchText(Document document, List<Heading> path, int start, String text) {
    List<String> lines = new ArrayList<>();
    String title = document.title();
    boolean titled = path.stream().anyMatch(h -> h.title().equals(title));
    if (!titled && !title.equals(document.id()) && !text.startsWith(title)) {
      lines.add(title);
    }
    path.stream().filter(h -> h.start() < start).map(Heading::title).forEach(lines::add);
    lines.add(text);
    return String.join("\n", lines);
  }
}
