package io.harden4j.observability.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.effect.ControlSignal;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.tool.ToolRejectedException;
import io.harden4j.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one observation until it ends. Nothing is held that the content policy does not allow. Thread-safe. */
public final class Recording {
  private static final int MAX_FACTS = 64;
  private static final int MAX_TEXT = 1024;
  private static final int MAX_NAME = 200;

  private final ObservationKind kind;
  private final String name;
  private final long start;
  private final ContentPolicy policy;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private @Nullable Fault fault;
  private boolean ended;

  /** Starts at this time. */
  public Recording(ObservationKind kind, String name, long start, ContentPolicy policy) {
    this.kind = kind;
    this.name = policy.text(name, MAX_NAME);
    this.start = start;
    this.policy = policy;
  }

  /** Keeps a fact, if it may be kept. */
  public void put(String key, Object value) {
    Object kept = keep(key, value);
    if (kept == null) {
      return;
    }
    synchronized (this) {
      if (!ended && (values.size() < MAX_FACTS || values.containsKey(key))) {
        values.put(key, kept);
      }
    }
  }

  private @Nullable Object keep(String key, Object value) {
    if (key.equals(ObservedKeys.INPUT) || key.equals(ObservedKeys.OUTPUT)) {
      return keepContent(key, value);
    }
    if (key.equals(ObservedKeys.REASON) && kind == ObservationKind.GUARD && !policy.content()) {
      return null;
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    return value instanceof JsonNode || !(value instanceof CharSequence || value instanceof Enum)
        ? null
        : policy.text(value.toString(), MAX_TEXT);
  }

  private @Nullable JsonNode keepContent(String key, Object value) {
    if (!policy.content()) {
      return null;
    }
    if (kind == ObservationKind.EMBEDDING && key.equals(ObservedKeys.OUTPUT)) {
      return null;
    }
    Object shaped = kind == ObservationKind.MODEL ? ChatShape.of(key, value) : value;
    return policy.captureTree(shaped).orElse(null);
  }

  /** Marks it as failed; a stop on request or a denial is an outcome instead. The first failure stays. */
  public void fail(Throwable error) {
    if (error instanceof ControlSignal signal) {
      put(ObservedKeys.OUTCOME, signal.kind().name().toLowerCase(Locale.ROOT));
    } else if (error instanceof ToolRejectedException rejected && isRefusal(rejected.result())) {
      put(ObservedKeys.OUTCOME, rejected.result().code());
    } else {
      Fault failure = new Fault(error.getClass().getName(), policy.describe(error));
      synchronized (this) {
        fault = fault == null && !ended ? failure : fault;
      }
    }
  }

  private static boolean isRefusal(ToolResult result) {
    return result.status() == ToolResult.Status.DENIED
        || result.status() == ToolResult.Status.REFUSED;
  }

  /** Ends it. Returns what is known, or empty if it had ended before. */
  public synchronized Optional<Facts> end(long at) {
    if (ended) {
      return Optional.empty();
    }
    ended = true;
    return Optional.of(facts(Math.max(start, at)));
  }

  /** Returns what is known so far. */
  public synchronized Facts soFar() {
    return facts(start);
  }

  private Facts facts(long end) {
    return new Facts(kind, name, values, fault, start, end);
  }
}
