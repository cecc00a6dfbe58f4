package io.harden4j.rag.chunk;

import io.harden4j.rag.chunk.Block.Kind;
import io.harden4j.rag.document.AtxHeading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides Markdown into headings, prose, tables and fences. Every character that is not blank lands in one block; what is
 * not understood is prose. Linear in the length of the text. One use each.
 */
final class BlockScanner {
  private static final int PARAGRAPH_CLOSED = -1;

  private final String text;
  private final Lines lines;
  private final List<Block> blocks = new ArrayList<>();
  private int paragraphStart = PARAGRAPH_CLOSED;
  private int paragraphEnd;
  private int paragraphLines;

  private BlockScanner(String text, int from) {
    this.text = text;
    this.lines = new Lines(text, from);
  }

  static List<Block> markdown(String text, int from) {
    BlockScanner scanner = new BlockScanner(text, from);
    while (scanner.lines.advance()) {
      scanner.readMarkdownLine();
    }
    scanner.closeParagraph();
    return scanner.blocks;
  }

  static List<Block> plain(String text) {
    BlockScanner scanner = new BlockScanner(text, 0);
    while (scanner.lines.advance()) {
      scanner.readProse(scanner.lines.line());
    }
    scanner.closeParagraph();
    return scanner.blocks;
  }

  private void readMarkdownLine() {
    String line = lines.line();
    Fence fence = Fence.opening(line);
    Optional<AtxHeading> atx = AtxHeading.of(line);
    if (fence != null) {
      closeParagraph();
      readFence(fence);
    } else if (atx.isPresent()) {
      closeParagraph();
      addHeading(atx.get().level(), atx.get().title(), lines.start(), lines.end());
    } else if (paragraphLines == 1 && isUnderline(line)) {
      readUnderlinedHeading(line);
    } else if (paragraphLines == 0 && isTableStart(line)) {
      readTable();
    } else {
      readProse(line);
    }
  }

  private void readFence(Fence fence) {
    int start = lines.start();
    int end = lines.end();
    while (lines.advance()) {
      end = lines.line().isBlank() ? end : lines.end();
      if (fence.isClosedBy(lines.line())) {
        break;
      }
    }
    add(Kind.LINES, start, end);
  }

  private void readTable() {
    int start = lines.start();
    int end = lines.end();
    while (lines.peek().indexOf('|') >= 0 && lines.advance()) {
      end = lines.end();
    }
    add(Kind.LINES, start, end);
  }

  private void readUnderlinedHeading(String underline) {
    int level = underline.strip().charAt(0) == '=' ? 1 : 2;
    String title = text.substring(paragraphStart, paragraphEnd).strip();
    addHeading(level, title, paragraphStart, lines.end());
    paragraphStart = PARAGRAPH_CLOSED;
    paragraphLines = 0;
  }

  private void readProse(String line) {
    if (line.isBlank()) {
      closeParagraph();
      return;
    }
    if (paragraphLines == 0) {
      paragraphStart = lines.start();
    }
    paragraphEnd = lines.end();
    paragraphLines++;
  }

  private void closeParagraph() {
    if (paragraphLines > 0) {
      add(Kind.PROSE, paragraphStart, paragraphEnd);
    }
    paragraphStart = PARAGRAPH_CLOSED;
    paragraphLines = 0;
  }

  private void addHeading(int level, String title, int start, int end) {
    int first = firstVisible(start);
    blocks.add(
        new Block(Kind.HEADING, first, afterLastVisible(end), new Heading(level, title, first)));
  }

  private void add(Kind kind, int start, int end) {
    blocks.add(new Block(kind, firstVisible(start), afterLastVisible(end), null));
  }

  /** Blanks at the edges of a block count as gaps between blocks, which packing measures. */
  private int firstVisible(int start) {
    int i = start;
    while (Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private int afterLastVisible(int end) {
    int i = end;
    while (Character.isWhitespace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** A line of only {@code =} or only {@code -}. */
  private static boolean isUnderline(String line) {
    String marks = line.strip();
    return !marks.isEmpty()
        && (marks.charAt(0) == '=' || marks.charAt(0) == '-')
        && marks.chars().allMatch(c -> c == marks.charAt(0));
  }

  private boolean isTableStart(String line) {
    if (line.indexOf('|') < 0) {
      return false;
    }
    String delimiter = lines.peek();
    return delimiter.indexOf('|') >= 0
        && delimiter.indexOf('-') >= 0
        && delimiter.chars().allMatch(c -> "|-: \t".indexOf(c) >= 0);
  }

  /** The marks that opened a fence: only a line of at least as many of the same closes it. */
  private record Fence(char mark, int length) {
    private static final int MIN_LENGTH = 3;

    static @Nullable Fence opening(String line) {
      String content = line.stripLeading();
      if (content.isEmpty() || (content.charAt(0) != '`' && content.charAt(0) != '~')) {
        return null;
      }
      Fence fence = new Fence(content.charAt(0), runLength(content));
      boolean inlineCode = fence.mark == '`' && content.indexOf('`', fence.length) >= 0;
      return fence.length < MIN_LENGTH || inlineCode ? null : fence;
    }

    boolean isClosedBy(String line) {
      String content = line.strip();
      return !content.isEmpty()
          && content.charAt(0) == mark
          && content.length() >= length
          && runLength(content) == content.length();
    }

    private static int runLength(String content) {
      int length = 1;
      while (length < content.length() && content.charAt(length) == content.charAt(0)) {
        length++;
      }
      return length;
    }
  }
}
