package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Starts a server at its first use and again after it ended, bounds the calls in flight, and keeps its trouble to itself. */
final class ManagedConnection implements McpConnection {
  private final String server;
  private final SessionOpener opener;
  private final LongSupplier nanoClock;
  private final TrafficCounters counters;
  private final Semaphore slots;
  private final Object lock = new Object();
  private final Backoff backoff = new Backoff();
  private ConnectionState state = ConnectionState.NEW;
  private volatile @Nullable Opening current;
  private @Nullable Thread connecting;
  private final AtomicInteger busy = new AtomicInteger();
  private volatile long lastUsed;
  private String reason = "";
  private long starts;
  private long readySince;
  private ServerInfo info = ServerInfo.NONE;

  /** One start of the server, from the moment it begins. */
  private static final class Opening {
    final CompletableFuture<McpSession> session = new CompletableFuture<>();

    boolean isOpen() {
      return session.isDone() && !session.isCompletedExceptionally();
    }
  }

  ManagedConnection(
      String server,
      SessionOpener opener,
      Semaphore slots,
      LongSupplier nanoClock,
      TrafficCounters counters) {
    this.server = server;
    this.opener = opener;
    this.nanoClock = nanoClock;
    this.counters = counters;
    this.lastUsed = nanoClock.getAsLong();
    this.slots = slots;
  }

  @Override
  public void nudge() {
    synchronized (lock) {
      boolean allowed = state == ConnectionState.NEW || state == ConnectionState.DOWN;
      if (allowed && backoff.remaining(nanoClock.getAsLong()).isZero()) {
        current = startOpening();
      }
    }
  }

  @Override
  public ToolListing tools(Duration timeout) {
    Deadline deadline = Deadline.after(timeout);
    return inSession(deadline, session -> session.tools(deadline));
  }

  @Override
  public <T> T with(Deadline deadline, Function<McpSession, T> use) {
    takeSlot(deadline);
    busy.incrementAndGet();
    try {
      return inSession(deadline, use);
    } finally {
      lastUsed = nanoClock.getAsLong();
      busy.decrementAndGet();
      slots.release();
    }
  }

  /** A server that only forgot the session has refused the request unread: it is made again, once, in a new one. */
  private <T> T inSession(Deadline deadline, Function<McpSession, T> use) {
    try {
      return use.apply(session(deadline));
    } catch (McpSessionExpiredException e) {
      return use.apply(session(deadline));
    }
  }

  /** Returns for how long nobody has used it; nothing while somebody does. */
  Duration idle() {
    return busy.get() > 0 ? Duration.ZERO : Duration.ofNanos(nanoClock.getAsLong() - lastUsed);
  }

  private void takeSlot(Deadline deadline) {
    try {
      if (!slots.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new McpTimeoutException(
            server,
            Delivery.NOT_SENT,
            deadline.whole(),
            "all its calls in flight took longer than " + deadline.whole().toMillis()
                + " ms. Nothing was sent; raise McpLimits.withMaxConcurrentCalls if the server can bear it");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private McpSession session(Deadline deadline) {
    Opening there = current;
    Opening opening = there != null && there.isOpen() ? there : openingOrOpen();
    try {
      return opening.session.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new McpTimeoutException(
          server,
          Delivery.NOT_SENT,
          deadline.whole(),
          "was not ready within " + deadline.whole().toMillis() + " ms. Nothing was sent");
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw asUnavailable(e.getCause());
    }
  }

  private McpCancelledException interrupted() {
    Thread.currentThread().interrupt();
    return new McpCancelledException(
        server, Delivery.NOT_SENT, "the caller was interrupted before its call was sent");
  }

  /** Whatever went wrong while connecting, the call itself was not sent. */
  private McpException asUnavailable(@Nullable Throwable cause) {
    if (cause instanceof McpProtocolException e) {
      return new McpProtocolException(server, Delivery.NOT_SENT, Texts.withoutPrefix(e), e);
    }
    String why =
        cause instanceof McpException e ? Texts.withoutPrefix(e) : "could not be started: " + cause;
    return new McpUnavailableException(server, why, Duration.ZERO, cause);
  }

  private Opening openingOrOpen() {
    synchronized (lock) {
      if (state == ConnectionState.CLOSED) {
        throw new McpUnavailableException(
            server, "was closed by the application; make a new McpServers");
      }
      if (current != null) {
        return current;
      }
      Duration wait = backoff.remaining(nanoClock.getAsLong());
      if (!wait.isZero()) {
        throw new McpUnavailableException(
            server,
            "is down and may be started again in " + wait.toMillis() + " ms. Reason: " + reason,
            wait,
            null);
      }
      current = startOpening();
      return current;
    }
  }

  private Opening startOpening() {
    Opening opening = new Opening();
    state = ConnectionState.CONNECTING;
    starts++;
    connecting = Daemon.start("mcp-" + server + "-connect", () -> open(opening));
    return opening;
  }

  private void open(Opening opening) {
    try {
      McpSession session = opener.open(why -> ended(opening, why));
      if (!becomeReady(opening, session)) {
        session.close();
      }
    } catch (RuntimeException e) {
      ended(opening, e instanceof McpException known ? Texts.withoutPrefix(known) : e.toString());
      opening.session.completeExceptionally(e);
    }
  }

  private boolean becomeReady(Opening opening, McpSession session) {
    synchronized (lock) {
      if (current != opening) {
        opening.session.completeExceptionally(
            new McpConnectionLostException(server, Delivery.NOT_SENT, reason));
        return false;
      }
      state = ConnectionState.READY;
      reason = "";
      info = session.info();
      readySince = nanoClock.getAsLong();
    }
    opening.session.complete(session);
    return true;
  }

  private void ended(Opening ended, String why) {
    synchronized (lock) {
      if (current != ended) {
        return;
      }
      long now = nanoClock.getAsLong();
      backoff.failed(now, state == ConnectionState.READY ? now - readySince : 0);
      current = null;
      state = ConnectionState.DOWN;
      reason = why;
    }
    // What the process left behind is ended on a thread of its own, not on one that reads from it.
    var unused = ended.session.thenAcceptAsync(
        McpSession::close, task -> Daemon.start("mcp-" + server + "-end", task));
  }

  @Override
  public ServerInfo info() {
    synchronized (lock) {
      return info;
    }
  }

  @Override
  public McpServerStatus status() {
    synchronized (lock) {
      return new McpServerStatus(
          server,
          state,
          reason,
          info.protocolVersion(),
          info.software(),
          starts,
          List.of(),
          counters.read());
    }
  }

  @Override
  public void close() {
    Opening last;
    Thread starter;
    synchronized (lock) {
      if (state == ConnectionState.CLOSED) {
        return;
      }
      last = current;
      starter = connecting;
      current = null;
      state = ConnectionState.CLOSED;
      reason = "closed by the application";
    }
    if (last != null && last.isOpen()) {
      last.session.join().close();
    } else if (last != null && starter != null) {
      starter.interrupt(); // a handshake under way is given up, which ends its process
    }
  }
}
