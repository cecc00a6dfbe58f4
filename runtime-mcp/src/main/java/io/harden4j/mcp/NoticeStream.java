package io.harden4j.mcp;

import io.harden4j.AgentRuntimeException;
import io.harden4j.mcp.McpTransport.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears notices, which up to 2025-11-25 come over a GET stream where the server has one. Ends when the transport closes. */
final class NoticeStream implements Runnable, SseReader.Events {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeStream.class);
  private static final long SHORTEST_PAUSE_MILLIS = 500;

  private final String server;
  private final HttpWire wire;
  private final Receiver receiver;
  private final CountDownLatch closing;
  private final SseReader reader;
  private final CountDownLatch answered = new CountDownLatch(1);

  NoticeStream(
      String server, HttpWire wire, Receiver receiver, McpLimits limits, CountDownLatch closing) {
    this.server = server;
    this.wire = wire;
    this.receiver = receiver;
    this.closing = closing;
    this.reader = new SseReader(limits);
  }

  /** Waits until the server has answered the first request, with a stream or without. */
  void awaitAnswer(Duration atMost) {
    try {
      if (!answered.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("MCP server '{}' is slow to open its stream of notices", server);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (closing.getCount() > 0 && hear()) {
        long pause = Math.max(SHORTEST_PAUSE_MILLIS, reader.retry().toMillis());
        if (closing.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answered.countDown();
    }
  }

  /** Reads one stream to its end. Returns false if there is no use in another. */
  private boolean hear() throws InterruptedException {
    try {
      HttpResponse<InputStream> response = wire.listen(reader.lastEventId());
      answered.countDown();
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 == 4 || !HttpWire.isEventStream(response)) {
          return false;
        }
        reader.readAll(body, this);
      }
    } catch (IOException e) {
      LOG.debug("MCP server '{}' ended its stream of notices", server, e);
    } catch (AgentRuntimeException e) {
      LOG.warn("MCP server '{}': no notices are heard: {}", server, e.getMessage());
      return false;
    }
    return true;
  }

  @Override
  public boolean event(byte[] data, int length) {
    receiver.onMessage(data, length, Receiver.NOWHERE);
    return closing.getCount() > 0;
  }

  @Override
  public boolean oversized(OptionalLong answerTo, long bytes) {
    receiver.onOversized(answerTo, bytes);
    return closing.getCount() > 0;
  }
}
