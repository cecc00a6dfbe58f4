package io.harden4j.mcp;

import io.harden4j.AgentRuntimeException;
import io.harden4j.mcp.McpException.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server behind one HTTP address: each message is a POST whose answer is JSON or a stream of events. Up to 2025-11-25 it may have a session, a broken stream
 * is taken up again after the server's {@code retry} with {@code Last-Event-ID}, and a GET stream carries notices. From 2026-07-28 on there is none of that.
 * One daemon thread for each open request.
 */
final class StreamableHttpTransport implements McpTransport {
  private static final Logger LOG = LoggerFactory.getLogger(StreamableHttpTransport.class);
  private static final Duration LAST_WORD = Duration.ofSeconds(1);
  /** Most time that a session waits for its stream of notices: some servers send nothing of it before the first notice. */
  private static final Duration STREAM_OPENS = Duration.ofSeconds(1);

  private final HttpServer server;
  private final HttpWire wire;
  private final ExecutorService threads;
  private final Map<Long, OpenRequest> open = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile boolean stateless;
  private volatile @Nullable Receiver receiver;

  StreamableHttpTransport(HttpServer server, HttpRequests http) {
    this.server = server;
    this.wire = new HttpWire(http);
    this.threads = Executors.newCachedThreadPool(
        task -> Daemon.unstarted("mcp-" + server.id() + "-http", task));
  }

  @Override
  public void start(Receiver tells) {
    receiver = tells;
  }

  @Override
  public void send(OutgoingFrame frame) {
    if (closing.getCount() == 0) {
      frame.withdraw();
      return;
    }
    OpenRequest request = new OpenRequest();
    FutureTask<?> task = new FutureTask<>(() -> post(frame, request), null);
    request.runs(task);
    if (frame.id() != Receiver.NOWHERE) {
      open.put(frame.id(), request);
    }
    threads.execute(task);
  }

  @Override
  public void cancel(long requestId) {
    OpenRequest request = open.remove(requestId);
    if (request != null) {
      request.cancel(); // a stateless server takes the closed stream for the cancellation
    }
  }

  @Override
  public boolean cancelsByItself() {
    return true;
  }

  private void post(OutgoingFrame frame, OpenRequest request) {
    try {
      Optional<HttpResponse<InputStream>> response = wire.post(frame);
      if (response.isPresent()) {
        try (InputStream body = response.get().body()) {
          if (request.reads(body)) {
            answered(frame, response.get(), body, request);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cancelled: whoever did it knows
    } catch (ConnectException | UnknownHostException e) {
      String why =
          "it cannot be reached at " + server.url().getHost() + " (" + HttpWire.reason(e) + ")";
      over(why, frame.id(), new McpUnavailableException(server.id(), why));
    } catch (IOException e) {
      failed(
          frame, frame.withdraw() ? Delivery.NOT_SENT : Delivery.UNKNOWN, HttpWire.reason(e), null);
    } catch (AgentRuntimeException e) {
      failed(frame, Delivery.NOT_SENT, String.valueOf(e.getMessage()), e);
    } finally {
      open.remove(frame.id());
    }
  }

  private void answered(
      OutgoingFrame frame,
      HttpResponse<InputStream> response,
      InputStream body,
      OpenRequest request)
      throws IOException, InterruptedException {
    int status = response.statusCode();
    if (status / 100 != 2) {
      refused(frame, status, HttpBodies.read(body, 1 << 16));
      return;
    }
    if (frame.method().equals("initialize")) {
      wire.began(response);
    }
    if (frame.id() == Receiver.NOWHERE) {
      return;
    }
    McpLimits limits = server.settings().limits();
    if (HttpWire.isEventStream(response)) {
      new AnswerStream(wire, tell(), limits, closing, frame.id(), request).follow(body, !stateless);
      return;
    }
    int most = limits.maxMessageBytes();
    byte[] bytes = HttpBodies.read(body, most);
    if (bytes.length > most) {
      tell().onOversized(OptionalLong.of(frame.id()), bytes.length);
    } else if (bytes.length == 0) {
      failed(frame, Delivery.UNKNOWN, "it answered with HTTP " + status + " and nothing", null);
    } else {
      tell().onMessage(bytes, bytes.length, frame.id());
      failed(frame, Delivery.ANSWERED, "it answered with something else", null);
    }
  }

  private void refused(OutgoingFrame frame, int status, byte[] body) {
    McpException asAnswer = HttpBodies.errorAnswer(server.id(), frame, body);
    McpException lost = HttpRefusals.lostSession(server.id(), status, wire.hasSession(), asAnswer);
    if (lost != null) {
      over("it ended the session (HTTP " + status + ").", frame.id(), lost);
    } else {
      McpException why = asAnswer != null ? asAnswer : HttpRefusals.of(server.id(), status, body);
      failed(frame, Delivery.ANSWERED, "", why);
    }
  }

  private void failed(
      OutgoingFrame frame, Delivery delivery, String why, @Nullable Throwable cause) {
    if (frame.id() == Receiver.NOWHERE) {
      LOG.debug("MCP server '{}' did not take {}: {}", server.id(), frame.method(), why, cause);
    } else {
      tell().onFailed(frame.id(), delivery, why, cause);
    }
  }

  private Receiver tell() {
    Receiver told = receiver;
    if (told == null) {
      throw new IllegalStateException("the transport was not started");
    }
    return told;
  }

  /** The request that found it out fails last: its caller may begin anew at once. */
  private void over(String why, long request, McpException cause) {
    if (reported.compareAndSet(false, true)) {
      tell().onClosedBy(request, why, cause);
    } else {
      tell().onFailed(request, cause.delivery(), why, cause);
    }
  }

  /** What a server says before its stream is open it may throw away, a question that a call waits for included. So calls begin when it is open. */
  @Override
  public void onReady(Readiness ready) {
    stateless = ready == Readiness.STATELESS;
    if (ready == Readiness.SESSION_WITH_NOTICES) {
      NoticeStream notices =
          new NoticeStream(server.id(), wire, tell(), server.settings().limits(), closing);
      threads.execute(notices);
      notices.awaitAnswer(STREAM_OPENS);
    }
  }

  @Override
  public String kind() {
    return "tcp";
  }

  @Override
  public Optional<URI> address() {
    return Optional.of(server.url());
  }

  @Override
  public String sessionId() {
    return wire.session();
  }

  /** Ends the session at the server too, if that takes no longer than a second. */
  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    open.values().forEach(OpenRequest::cancel);
    if (wire.hasSession() && !reported.get()) {
      Future<?> last = threads.submit(this::endSession);
      try {
        last.get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        LOG.debug("MCP server '{}' was not told that its session ended", server.id(), e);
      }
    }
    threads.shutdownNow();
  }

  private void endSession() {
    try {
      wire.delete();
    } catch (IOException | AgentRuntimeException e) {
      LOG.debug("MCP server '{}' was not told that its session ended", server.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
