package io.harden4j.mcp;

import io.harden4j.observe.Durations;
import io.harden4j.observe.Unquoted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how long a session was, once, when it ends. Thread-safe. */
final class SessionTime {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTime.class);

  private final long start = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Durations durations;
  private final Map<String, String> session;

  SessionTime(Durations durations, Map<String, String> session) {
    this.durations = durations;
    this.session = Map.copyOf(session);
  }

  /** It was closed on this side. */
  void closed() {
    tell(session);
  }

  /** The server ended it, or the connection broke. */
  void lost() {
    Map<String, String> attributes = new LinkedHashMap<>(session);
    attributes.put(CallTrace.ERROR, McpConnectionLostException.class.getName());
    tell(attributes);
  }

  private void tell(Map<String, String> attributes) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      durations.took(
          CallTrace.SESSION_DURATION, Duration.ofNanos(System.nanoTime() - start), attributes);
    } catch (RuntimeException e) {
      LOG.warn("who measures sessions threw; the session is not measured", Unquoted.of(e));
    }
  }
}
