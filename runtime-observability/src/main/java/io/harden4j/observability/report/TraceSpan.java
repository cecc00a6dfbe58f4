package io.harden4j.observability.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One observation as read from a trace file, with what happened beneath it.
 *
 * @param segment  stretch of the run, 0 first
 * @param kind     what it is about, in lower case: {@code run}, {@code node}, {@code model} and so on
 * @param name     name of the span
 * @param start    when it began
 * @param end      when it ended, or null: the process died, or it is under way
 * @param level    "fine", "notice" or "error"; empty while it has not ended
 * @param status   why, if it is not fine; else empty
 * @param line     everything the file says, hostile text included
 * @param children in order of their start
 */
public record TraceSpan(
    int segment,
    String kind,
    String name,
    Instant start,
    @Nullable Instant end,
    String level,
    String status,
    JsonNode line,
    List<TraceSpan> children) {
  /** Copies the list. */
  public TraceSpan {
    children = List.copyOf(children);
  }

  /** Returns how long it took, or zero if it has not ended. */
  public Duration duration() {
    return end == null ? Duration.ZERO : Duration.between(start, end);
  }

  /** Returns a fact as text, or empty text. */
  public String attribute(String key) {
    return line.path("attributes").path(key).asText("");
  }

  /** Returns a fact as a number, or 0. */
  public long number(String key) {
    return line.path("attributes").path(key).asLong(0);
  }
}
