package io.harden4j.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Drains a server's stderr for ever and keeps its last lines: the best answer to "why did it not start". Thread-safe. */
final class TextTail implements LineReader.Lines {
  private static final int KEPT_LINES = 20;
  private static final int LONGEST_LINE = 500;
  private static final int READ_LINE = 64 << 10;

  private final Deque<String> lines = new ArrayDeque<>();

  /** Reads to the end of the stream. */
  void drain(InputStream in) {
    try (in) {
      new LineReader(in, READ_LINE, Long.MAX_VALUE).readAll(this);
    } catch (IOException | LineReader.FramingLostException e) {
      add("(stderr ended: " + e.getMessage() + ")");
    }
  }

  @Override
  public void line(byte[] bytes, int length) {
    add(new String(bytes, 0, Math.min(length, LONGEST_LINE), StandardCharsets.UTF_8));
  }

  @Override
  public void oversized(OptionalLong answerTo, long bytes) {
    add("(a line of " + bytes + " bytes)");
  }

  private synchronized void add(String line) {
    if (lines.size() == KEPT_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line.stripTrailing());
  }

  /** Returns the kept lines as a sentence for an error message, or nothing. */
  synchronized String lastWords() {
    return lines.isEmpty() ? "" : " Last lines of its stderr:\n  " + String.join("\n  ", lines);
  }
}
