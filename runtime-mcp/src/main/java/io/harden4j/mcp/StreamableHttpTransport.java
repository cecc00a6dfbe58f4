package io.harden4j.mcp;

import io.harden4j.AgentRuntimeException;
import io.harden4j.mcp.McpException.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
  private static final int RESUMES_WITHOUT_NEWS = 5;
  private static final Duration LAST_WORD = Duration.ofSeconds(1);
  private static final int SHOWN = 300;

  private final HttpServer server;
  private final HttpRequests http;
  private final ExecutorService threads;
  private final Map<Long, OpenRequest> open = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile String session = "";
  private volatile String version = "";
  private volatile boolean stateless;
  private volatile @Nullable Receiver receiver;

  StreamableHttpTransport(HttpServer server, HttpRequests http) {
    this.server = server;
    this.http = http;
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
      Optional<HttpResponse<InputStream>> response = http.send(
          b -> headers(b, frame.headers())
              .setHeader("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(frame.bytes())),
          frame::claim);
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
      String why = "it cannot be reached at " + server.url().getHost() + " (" + reason(e) + ")";
      over(why, frame.id(), new McpUnavailableException(server.id(), why));
    } catch (IOException e) {
      failed(frame, frame.withdraw() ? Delivery.NOT_SENT : Delivery.UNKNOWN, reason(e), null);
    } catch (AgentRuntimeException e) {
      failed(frame, Delivery.NOT_SENT, String.valueOf(e.getMessage()), e);
    } finally {
      open.remove(frame.id());
    }
  }

  private HttpRequest.Builder headers(HttpRequest.Builder builder, Map<String, String> headers) {
    builder.setHeader("Accept", "application/json, text/event-stream");
    headers.forEach(builder::setHeader);
    if (!session.isEmpty()) {
      builder.setHeader("Mcp-Session-Id", session);
    }
    String spoken = headers.get("MCP-Protocol-Version");
    if (spoken != null) {
      version = spoken;
    }
    return builder;
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
      response
          .headers()
          .firstValue("Mcp-Session-Id")
          .filter(id -> id.length() <= 1024 && id.chars().allMatch(c -> c > 0x20 && c < 0x7f))
          .ifPresent(id -> session = id);
    }
    if (frame.id() == Receiver.NOWHERE) {
      return;
    }
    if (isEventStream(response)) {
      new AnswerStream(frame.id(), request).follow(body);
      return;
    }
    int most = server.settings().limits().maxMessageBytes();
    byte[] bytes = HttpBodies.read(body, most);
    if (bytes.length > most) {
      tell().onOversized(java.util.OptionalLong.of(frame.id()), bytes.length);
    } else if (bytes.length == 0) {
      failed(frame, Delivery.UNKNOWN, "it answered with HTTP " + status + " and nothing", null);
    } else {
      tell().onMessage(bytes, bytes.length, frame.id());
      failed(frame, Delivery.ANSWERED, "it answered with something else", null);
    }
  }

  private static boolean isEventStream(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
  }

  private void refused(OutgoingFrame frame, int status, byte[] body) {
    boolean hadSession = !session.isEmpty();
    McpException asAnswer = HttpBodies.errorAnswer(server.id(), frame, body);
    boolean lost = hadSession && (status == 404 || (status == 400 && asAnswer == null));
    if (lost) {
      String why = "it ended the session (HTTP " + status + ").";
      over(why, frame.id(), new McpSessionExpiredException(server.id(), status));
    } else if (asAnswer != null) {
      failed(frame, Delivery.ANSWERED, "", asAnswer);
    } else {
      failed(frame, Delivery.ANSWERED, "", status(status, body));
    }
  }

  private McpHttpStatusException status(int status, byte[] body) {
    String hint = switch (status) {
      case 401, 403 ->
        ". Give the server a TokenProvider whose token it accepts, or check what that token may do";
      case 301, 302, 303, 307, 308 ->
        ". Redirects are not followed, for the sake of the credentials: configure the address it leads to";
      default -> "";
    };
    String text =
        Texts.printable(Texts.ofBytes(body, Math.min(body.length, SHOWN))).strip();
    Delivery delivery = status == 429 ? Delivery.NOT_SENT : Delivery.ANSWERED;
    return new McpHttpStatusException(
        server.id(),
        status / 100 == 5 ? Delivery.UNKNOWN : delivery,
        status,
        "answered with HTTP " + status + (text.isEmpty() ? "" : ": " + text) + hint);
  }

  private void failed(
      OutgoingFrame frame, Delivery delivery, String why, @Nullable Throwable cause) {
    if (frame.id() == Receiver.NOWHERE) {
      LOG.debug("MCP server '{}' did not take {}: {}", server.id(), frame.method(), why, cause);
    } else {
      tell().onFailed(frame.id(), delivery, why, cause);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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

  /** The stream of events that answers one request. */
  private final class AnswerStream implements SseReader.Events {
    private final long id;
    private final OpenRequest request;
    private final SseReader reader = new SseReader(server.settings().limits());
    private boolean answered;
    private boolean news;

    AnswerStream(long id, OpenRequest request) {
      this.id = id;
      this.request = request;
    }

    /** A stream may end before its answer: a server that gave event ids is asked for the rest, after the time it named. */
    void follow(InputStream first) throws IOException, InterruptedException {
      String end = read(first);
      for (int quiet = 0; !answered && quiet < RESUMES_WITHOUT_NEWS; quiet = news ? 0 : quiet + 1) {
        if (stateless || reader.lastEventId().isEmpty() || request.isCancelled()) {
          break;
        }
        if (closing.await(reader.retry().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        news = false;
        end = resume();
      }
      if (!answered) {
        tell()
            .onFailed(
                id, Delivery.UNKNOWN, "its stream of events ended without the answer" + end, null);
      }
    }

    private String read(InputStream body) {
      try {
        reader.readAll(body, this);
        return "";
      } catch (IOException e) {
        return " (" + reason(e) + ")";
      }
    }

    private String resume() throws InterruptedException {
      try {
        HttpResponse<InputStream> response = listen(reader.lastEventId());
        try (InputStream body = response.body()) {
          return request.reads(body) && response.statusCode() == 200 && isEventStream(response)
              ? read(body)
              : " (HTTP " + response.statusCode() + " when it was asked for the rest)";
        }
      } catch (IOException e) {
        return " (" + reason(e) + ")";
      }
    }

    @Override
    public boolean event(byte[] data, int length) {
      news = true;
      AnswerScanner scanner = new AnswerScanner();
      scanner.feed(data, 0, length);
      answered = scanner.answerTo().isPresent() && scanner.answerTo().getAsLong() == id;
      tell().onMessage(data, length, id);
      return !answered;
    }

    @Override
    public boolean oversized(java.util.OptionalLong answerTo, long bytes) {
      answered = answerTo.isPresent() && answerTo.getAsLong() == id;
      tell().onOversized(answerTo, bytes);
      return !answered;
    }
  }

  private HttpResponse<InputStream> listen(String lastEventId)
      throws IOException, InterruptedException {
    Map<String, String> spoken =
        version.isEmpty() ? Map.of() : Map.of("MCP-Protocol-Version", version);
    return http.send(
            b -> {
              headers(b, spoken).setHeader("Accept", "text/event-stream").GET();
              return lastEventId.isEmpty() ? b : b.setHeader("Last-Event-ID", lastEventId);
            },
            () -> true)
        .orElseThrow();
  }

  @Override
  public void onReady(Readiness ready) {
    stateless = ready == Readiness.STATELESS;
    if (ready == Readiness.SESSION_WITH_NOTICES) {
      threads.execute(this::hearNotices);
    }
  }

  /** Up to 2025-11-25 notices come over a GET stream, where the server has one. */
  private void hearNotices() {
    SseReader reader = new SseReader(server.settings().limits());
    try {
      while (closing.getCount() > 0) {
        try {
          HttpResponse<InputStream> response = listen(reader.lastEventId());
          try (InputStream body = response.body()) {
            if (response.statusCode() / 100 == 4 || !isEventStream(response)) {
              return;
            }
            reader.readAll(body, new Notices());
          }
        } catch (IOException e) {
          LOG.debug("MCP server '{}' ended its stream of notices", server.id(), e);
        } catch (AgentRuntimeException e) {
          LOG.warn("MCP server '{}': no notices are heard: {}", server.id(), e.getMessage());
          return;
        }
        if (closing.await(Math.max(500, reader.retry().toMillis()), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Notices implements SseReader.Events {
    @Override
    public boolean event(byte[] data, int length) {
      tell().onMessage(data, length, Receiver.NOWHERE);
      return closing.getCount() > 0;
    }

    @Override
    public boolean oversized(java.util.OptionalLong answerTo, long bytes) {
      tell().onOversized(answerTo, bytes);
      return closing.getCount() > 0;
    }
  }

  @Override
  public String kind() {
    return "tcp";
  }

  @Override
  public String sessionId() {
    return session;
  }

  /** Ends the session at the server too, if that takes no longer than a second. */
  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    open.values().forEach(OpenRequest::cancel);
    if (!session.isEmpty() && !reported.get()) {
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
      Map<String, String> spoken =
          version.isEmpty() ? Map.of() : Map.of("MCP-Protocol-Version", version);
      Optional<HttpResponse<InputStream>> response =
          http.send(b -> headers(b, spoken).DELETE(), () -> true);
      if (response.isPresent()) {
        response.get().body().close();
      }
    } catch (IOException | AgentRuntimeException e) {
      LOG.debug("MCP server '{}' was not told that its session ended", server.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
