package io.harden4j.observability.report;

import io.harden4j.observe.ObservedKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a run as a tree of text: what happened in which order, how long it took, tokens, money, errors, and which rule a guard decided by. Text from models, tools
 * and documents is escaped. Immutable.
 *
 * <pre>{@code
 * System.out.print(TerminalTree.of(traces.path("acme", result.info().run())).render());
 * }</pre>
 */
public final class TerminalTree {
  private final RunTrace trace;
  private final boolean checkpoints;

  private TerminalTree(RunTrace trace, boolean checkpoints) {
    this.trace = trace;
    this.checkpoints = checkpoints;
  }

  /** Returns a tree of a run. */
  public static TerminalTree of(RunTrace trace) {
    return new TerminalTree(trace, false);
  }

  /** Returns a tree of the run whose trace file this is. @throws java.io.UncheckedIOException if it cannot be read */
  public static TerminalTree of(Path file) {
    return of(TraceReader.read(file));
  }

  /** Shows writes to the checkpoint store as well. */
  public TerminalTree withCheckpoints() {
    return new TerminalTree(trace, true);
  }

  /** Returns the lines of the tree, each ending in a line feed. */
  public String render() {
    StringBuilder out = new StringBuilder();
    out.append("run ").append(SafeText.of(trace.run(), 80));
    out.append("  ")
        .append(SafeText.of(trace.graph(), 80))
        .append("  ")
        .append(totals())
        .append('\n');
    @Nullable Instant before = null;
    for (TraceSpan segment : trace.segments()) {
      if (before != null) {
        out.append("    paused ")
            .append(Amounts.duration(Duration.between(before, segment.start())))
            .append('\n');
      }
      row(out, segment, "", "");
      before = segment.end() == null ? segment.start() : segment.end();
    }
    if (trace.unreadable() > 0) {
      out.append(trace.unreadable()).append(" lines of the trace file could not be read\n");
    }
    return out.toString();
  }

  private String totals() {
    long calls = trace.sum("model", s -> 1);
    long tools = trace.sum("tool", s -> wasMade(s) ? 1 : 0);
    String tokens = Amounts.tokens(
        trace.sum("model", s -> s.number(ObservedKeys.INPUT_TOKENS)),
        trace.sum("model", s -> s.number(ObservedKeys.OUTPUT_TOKENS)));
    String cost = Amounts.cost(trace.sum("model", s -> s.number(ObservedKeys.MICRO_MONEY))
        + trace.sum("embedding", s -> s.number(ObservedKeys.MICRO_MONEY)));
    return Amounts.join(
        Amounts.count(calls, "model call"), Amounts.count(tools, "tool call"), tokens, cost);
  }

  /** Calls that were denied, refused as invalid or still wait for a human have not been made. */
  private static boolean wasMade(TraceSpan call) {
    String outcome = call.attribute(ObservedKeys.OUTCOME);
    return !outcome.equals("denied")
        && !outcome.equals("suspended")
        && !outcome.startsWith("INVALID");
  }

  private void row(StringBuilder out, TraceSpan span, String lead, String below) {
    out.append(lead).append(TreeRow.of(span)).append('\n');
    List<TraceSpan> children =
        span.children().stream().filter(child -> isShown(child, span)).toList();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      row(out, children.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  /** An only attempt that went well says nothing that its call does not say. */
  private boolean isShown(TraceSpan span, TraceSpan parent) {
    if (!span.level().equals("fine")) {
      return true;
    }
    return switch (span.kind()) {
      case "checkpoint" -> checkpoints;
      case "attempt" ->
        parent.children().stream().filter(c -> c.kind().equals("attempt")).count() > 1;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return render();
  }
}
