package io.harden4j.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** Cuts a stream into lines of bounded length. A longer line is read past, and only looked through for the request it answers. */
final class LineReader {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final int maxLine;
  private final long maxSkipped;
  private byte[] line = new byte[CHUNK];
  private int length;
  private long skipped;
  private AnswerScanner scanner = new AnswerScanner();

  LineReader(InputStream in, int maxLine, long maxSkipped) {
    this.in = in;
    this.maxLine = maxLine;
    this.maxSkipped = maxSkipped;
  }

  /**
   * Reads to the end of the stream.
   *
   * @throws FramingLostException if one line is longer than what may be skipped
   */
  void readAll(Lines lines) throws IOException, FramingLostException {
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (chunk[i] == '\n') {
          append(chunk, start, i);
          finish(lines);
          start = i + 1;
        }
      }
      append(chunk, start, n);
    }
    if (length > 0 || skipped > 0) {
      finish(lines);
    }
  }

  private void append(byte[] chunk, int from, int to) throws FramingLostException {
    int more = to - from;
    if (skipped == 0 && length + more <= maxLine) {
      if (length + more > line.length) {
        line = Arrays.copyOf(line, Math.min(maxLine, Math.max(length + more, 2 * line.length)));
      }
      System.arraycopy(chunk, from, line, length, more);
      length += more;
      return;
    }
    if (skipped == 0) {
      scanner.feed(line, 0, length);
      skipped = length;
      release();
    }
    scanner.feed(chunk, from, to);
    skipped += more;
    if (skipped > maxSkipped) {
      throw new FramingLostException(skipped);
    }
  }

  private void finish(Lines lines) {
    if (skipped > 0) {
      long bytes = skipped;
      OptionalLong answerTo = scanner.answerTo();
      skipped = 0;
      scanner = new AnswerScanner();
      lines.oversized(answerTo, bytes);
    } else {
      lines.line(line, length);
      release();
    }
  }

  /** One large answer must not keep its buffer for the rest of the connection. */
  private void release() {
    length = 0;
    if (line.length > 16 * CHUNK) {
      line = new byte[CHUNK];
    }
  }

  /** Takes what was read. */
  interface Lines {
    void line(byte[] bytes, int length);

    void oversized(OptionalLong answerTo, long bytes);
  }

  /** A line has no end: where the next message begins cannot be known. */
  static final class FramingLostException extends Exception {
    private static final long serialVersionUID = 1L;

    FramingLostException(long bytes) {
      super("it wrote a message of more than " + bytes + " bytes without an end");
    }
  }
}
