package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.mcp.McpTransport.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The stream of events that answers one request. Used by one thread. */
final class AnswerStream implements SseReader.Events {
  private static final int RESUMES_WITHOUT_NEWS = 5;

  private final HttpWire wire;
  private final Receiver receiver;
  private final CountDownLatch closing;
  private final long id;
  private final OpenRequest request;
  private final SseReader reader;
  private boolean answered;
  private boolean news;

  AnswerStream(
      HttpWire wire,
      Receiver receiver,
      McpLimits limits,
      CountDownLatch closing,
      long id,
      OpenRequest request) {
    this.wire = wire;
    this.receiver = receiver;
    this.closing = closing;
    this.id = id;
    this.request = request;
    this.reader = new SseReader(limits);
  }

  /**
   * Reads until the answer.
   *
   * @param resumable whether a stream that ended before it is taken up again: a server that gave event ids is asked for the rest, after the time it named
   */
  void follow(InputStream first, boolean resumable) throws InterruptedException {
    String end = read(first);
    for (int quiet = 0; !answered && quiet < RESUMES_WITHOUT_NEWS; quiet = news ? 0 : quiet + 1) {
      if (!resumable || reader.lastEventId().isEmpty() || request.isCancelled()) {
        break;
      }
      if (closing.await(reader.retry().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      news = false;
      end = resume();
    }
    if (!answered) {
      receiver.onFailed(
          id, Delivery.UNKNOWN, "its stream of events ended without the answer" + end, null);
    }
  }

  private String read(InputStream body) {
    try {
      reader.readAll(body, this);
      return "";
    } catch (IOException e) {
      return " (" + HttpWire.reason(e) + ")";
    }
  }

  private String resume() throws InterruptedException {
    try {
      HttpResponse<InputStream> response = wire.listen(reader.lastEventId());
      try (InputStream body = response.body()) {
        boolean goesOn =
            request.reads(body) && response.statusCode() == 200 && HttpWire.isEventStream(response);
        return goesOn
            ? read(body)
            : " (HTTP " + response.statusCode() + " when it was asked for the rest)";
      }
    } catch (IOException e) {
      return " (" + HttpWire.reason(e) + ")";
    }
  }

  @Override
  public boolean event(byte[] data, int length) {
    news = true;
    AnswerScanner scanner = new AnswerScanner();
    scanner.feed(data, 0, length);
    answered = isMine(scanner.answerTo());
    receiver.onMessage(data, length, id);
    return !answered;
  }

  @Override
  public boolean oversized(OptionalLong answerTo, long bytes) {
    answered = isMine(answerTo);
    receiver.onOversized(answerTo, bytes);
    return !answered;
  }

  private boolean isMine(OptionalLong answerTo) {
    return answerTo.isPresent() && answerTo.getAsLong() == id;
  }
}
