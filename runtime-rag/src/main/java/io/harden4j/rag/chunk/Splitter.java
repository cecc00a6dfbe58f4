package io.harden4j.rag.chunk;

import java.util.ArrayList;
import java.util.List;

/** Cuts what is too large for a chunk at the most natural places that suffice. */
final class Splitter {
  /** Where a cut is acceptable, best first. */
  private enum Cut {
    LINE,
    SENTENCE,
    WORD,
    CHARACTERS
  }

  private static final int CHARACTERS_PER_CUT =
      16; // no more word pieces than the smallest target allows
  private static final String SENTENCE_ENDS = ".!?…。！？";
  private static final String CLOSERS = "\"')]}»”’";
  private static final String LIST_MARKS = "-*+>";

  private final String text;
  private final int limit;

  Splitter(String text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /** Cuts between lines, then words. */
  List<Span> lines(int start, int end) {
    return split(start, end, Cut.LINE, Cut.WORD, Cut.CHARACTERS);
  }

  /** Cuts between sentences, then words. */
  List<Span> prose(int start, int end) {
    return split(start, end, Cut.SENTENCE, Cut.WORD, Cut.CHARACTERS);
  }

  private List<Span> split(int start, int end, Cut... cuts) {
    List<Span> parts = List.of(new Span(start, end, WordPieces.count(text, start, end)));
    for (Cut cut : cuts) {
      List<Span> finer = new ArrayList<>();
      for (Span part : parts) {
        if (part.pieces() <= limit) {
          finer.add(part);
        } else {
          cutAt(cut, part, finer);
        }
      }
      parts = finer;
    }
    return parts;
  }

  private void cutAt(Cut cut, Span part, List<Span> out) {
    int from = part.start();
    while (from < part.end()) {
      int to = nextCut(cut, from, part.end());
      addTrimmed(from, to, out);
      from = to;
    }
  }

  private void addTrimmed(int from, int to, List<Span> out) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      out.add(new Span(start, end, WordPieces.count(text, start, end)));
    }
  }

  private int nextCut(Cut cut, int from, int end) {
    if (cut == Cut.CHARACTERS) {
      int to = from;
      for (int n = 0; n < CHARACTERS_PER_CUT && to < end; n++) {
        to += Character.charCount(text.codePointAt(to)); // never inside a surrogate pair
      }
      return to;
    }
    int i = from + 1;
    while (i < end && !(Character.isWhitespace(text.charAt(i - 1)) && cutsBefore(cut, i, end))) {
      i++;
    }
    return i;
  }

  /** Says whether a cut may fall at {@code i}; the character before it is blank. */
  private boolean cutsBefore(Cut cut, int i, int end) {
    boolean lineStart = text.charAt(i - 1) == '\n' || text.charAt(i - 1) == '\r';
    return switch (cut) {
      case LINE -> lineStart;
      case SENTENCE -> endsSentence(i - 1) || (lineStart && startsItem(i, end));
      default -> true;
    };
  }

  private boolean endsSentence(int blank) {
    int last = blank - 1;
    while (last >= 0 && CLOSERS.indexOf(text.charAt(last)) >= 0) {
      last--;
    }
    return last >= 0 && SENTENCE_ENDS.indexOf(text.charAt(last)) >= 0;
  }

  private boolean startsItem(int lineStart, int end) {
    int i = lineStart;
    while (i < end && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i < end
        && (LIST_MARKS.indexOf(text.charAt(i)) >= 0 || Character.isDigit(text.charAt(i)));
  }

  /**
   * A part of the text.
   *
   * @param start offset of the first character
   * @param end one past the last character
   * @param pieces its size in word pieces
   */
  record Span(int start, int end, int pieces) {}
}
