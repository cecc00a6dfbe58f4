package io.harden4j.observability.report;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A run as read from its trace file.
 *
 * @param run        id of the run
 * @param graph      name of the graph
 * @param segments   roots in the order in which they began: one for each segment, and one more for each time a process took over
 * @param unreadable lines that could not be read: torn by a crash, or not ours
 */
public record RunTrace(String run, String graph, List<TraceSpan> segments, int unreadable) {
  /** Copies the list. */
  public RunTrace {
    segments = List.copyOf(segments);
  }

  /** Adds up a number over all observations of a kind. */
  public long sum(String kind, ToLongFunction<TraceSpan> number) {
    return sum(segments, kind, number);
  }

  private static long sum(List<TraceSpan> spans, String kind, ToLongFunction<TraceSpan> number) {
    long total = 0;
    for (TraceSpan span : spans) {
      total += (span.kind().equals(kind) ? number.applyAsLong(span) : 0)
          + sum(span.children(), kind, number);
    }
    return total;
  }
}
