package io.harden4j.rag.chunk;

/** Walks over the lines of a text without copying it; ends are LF, CR LF or CR. Not safe for concurrent use. */
final class Lines {
  private final String text;
  private int start;
  private int end;
  private int next;

  Lines(String text, int from) {
    this.text = text;
    this.next = from;
  }

  /** Moves to the next line; false at the end of the text. */
  boolean advance() {
    if (next >= text.length()) {
      return false;
    }
    start = next;
    end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    boolean crLf =
        end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
    next = Math.min(text.length(), end + (crLf ? 2 : 1));
    return true;
  }

  /** Returns the line after the current one, or an empty string. */
  String peek() {
    Lines ahead = new Lines(text, next);
    return ahead.advance() ? ahead.line() : "";
  }

  String line() {
    return text.substring(start, end);
  }

  /** First character of the current line. */
  int start() {
    return start;
  }

  /** One past the last character of the current line, without its line end. */
  int end() {
    return end;
  }

  /** First character of the next line. */
  int next() {
    return next;
  }
}
