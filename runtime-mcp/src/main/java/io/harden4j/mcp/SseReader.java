package io.harden4j.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Reads a stream of server-sent events (WHATWG HTML, "Server-sent events") with bounded events. Remembers the last event id and the reconnection time over
 * several streams. Not thread-safe.
 */
final class SseReader {
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);
  private static final int LONGEST_ID = 1024;

  private final int maxEvent;
  private final long maxSkipped;
  private String lastEventId = "";
  private Duration retry = Duration.ofSeconds(1);

  SseReader(McpLimits limits) {
    this.maxEvent = limits.maxMessageBytes();
    this.maxSkipped = limits.maxSkippedBytes();
  }

  /** Returns the id to go on from; empty if the server gave none. */
  String lastEventId() {
    return lastEventId;
  }

  /** Returns how long to wait before a new attempt: what the server said last, at most a minute; else one second. */
  Duration retry() {
    return retry;
  }

  /** Takes events. */
  interface Events {
    /** Returns false to stop reading. */
    boolean event(byte[] data, int length);

    /** An event over the limit was read past. Returns false to stop reading. */
    boolean oversized(OptionalLong answerTo, long bytes);
  }

  /** Reads until the end, or until the taker wants no more. */
  void readAll(InputStream in, Events events) throws IOException {
    try {
      new LineReader(in, maxEvent, maxSkipped).readAll(new Lines(events));
    } catch (StopReading e) {
      return;
    } catch (LineReader.FramingLostException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private final class Lines implements LineReader.Lines {
    private final Events events;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean any;
    private long over;

    Lines(Events events) {
      this.events = events;
    }

    @Override
    public void line(byte[] bytes, int lengthWithEnd) {
      int length =
          lengthWithEnd > 0 && bytes[lengthWithEnd - 1] == '\r' ? lengthWithEnd - 1 : lengthWithEnd;
      if (length == 0) {
        dispatch();
        return;
      }
      int colon = 0;
      while (colon < length && bytes[colon] != ':') {
        colon++;
      }
      int start = colon + 1 < length && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
      String field = new String(bytes, 0, Math.min(colon, 10), StandardCharsets.US_ASCII);
      field(field, bytes, Math.min(start, length), length);
    }

    private void field(String name, byte[] bytes, int from, int to) {
      switch (name) {
        case "data" -> append(bytes, from, to);
        case "id" -> {
          if (to - from <= LONGEST_ID) {
            lastEventId = headerSafe(text(bytes, from, to));
          }
        }
        case "retry" -> retryIn(text(bytes, from, Math.min(to, from + 12)));
        default -> {}
      }
    }

    private void append(byte[] bytes, int from, int to) {
      if (data.size() + to - from > maxEvent) {
        over += to - from;
        return;
      }
      if (any) {
        data.write('\n');
      }
      data.write(bytes, from, to - from);
      any = true;
    }

    private void dispatch() {
      boolean more = true;
      if (over > 0) {
        AnswerScanner scanner = new AnswerScanner();
        byte[] kept = data.toByteArray();
        scanner.feed(kept, 0, kept.length);
        more = events.oversized(scanner.answerTo(), over + kept.length);
      } else if (data.size() > 0) {
        byte[] event = data.toByteArray();
        more = events.event(event, event.length);
      }
      data.reset();
      any = false;
      over = 0;
      if (!more) {
        throw new StopReading();
      }
    }

    @Override
    public void oversized(OptionalLong answerTo, long bytes) {
      data.reset();
      any = false;
      if (!events.oversized(answerTo, bytes)) {
        throw new StopReading();
      }
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static String headerSafe(String id) {
    return id.chars().allMatch(c -> c >= 0x20 && c != 0x7f) ? id : "";
  }

  private void retryIn(String millis) {
    if (!millis.isEmpty() && millis.chars().allMatch(c -> c >= '0' && c <= '9')) {
      Duration asked = Duration.ofMillis(Long.parseLong(millis));
      retry = asked.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : asked;
    }
  }

  /** Ends the reading from inside a callback. */
  private static final class StopReading extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StopReading() {
      super(null, null, false, false);
    }
  }
}
