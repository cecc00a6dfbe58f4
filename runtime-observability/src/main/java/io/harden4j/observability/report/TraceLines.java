package io.harden4j.observability.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observability.internal.Facts;
import io.harden4j.observability.internal.Fault;
import io.harden4j.observability.internal.Outcome;
import io.harden4j.observability.internal.Recording;
import io.harden4j.observability.internal.SpanNames;
import io.harden4j.observability.internal.Timeline;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedRun;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Writes the lines of one segment. Thread-safe. */
final class TraceLines {
  static final int VERSION = 1;
  private static final long NANOS = 1_000_000_000L;

  private final LineFile file;
  private final ObservedRun run;
  private final ContentPolicy policy;
  private final Timeline timeline;

  TraceLines(LineFile file, ObservedRun run, ContentPolicy policy, Timeline timeline) {
    this.file = file;
    this.run = run;
    this.policy = policy;
    this.timeline = timeline;
  }

  long now() {
    return timeline.epochNanos();
  }

  Recording record(ObservationKind kind, String name) {
    return new Recording(kind, name, now(), policy);
  }

  /** Returns an id that no other process gives. */
  String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  void started(String id, String parent, Facts facts) {
    file.append(line("start", id, parent, facts).toString());
  }

  void ended(String id, String parent, Facts facts) {
    ObjectNode line = line("end", id, parent, facts);
    line.put("end", time(facts.end()));
    line.put("millis", Math.floorDiv(facts.end() - facts.start(), 1_000L) / 1_000.0);
    outcome(line, facts);
    values(line.putObject("attributes"), facts);
    content(line, "input", facts);
    content(line, "output", facts);
    file.append(line.toString());
    if (facts.kind() == ObservationKind.RUN) {
      file.close();
    }
  }

  private ObjectNode line(String phase, String id, String parent, Facts facts) {
    ObjectNode line = JsonNodeFactory.instance
        .objectNode()
        .put("v", VERSION)
        .put("phase", phase)
        .put("segment", run.segment())
        .put("id", id)
        .put("parent", parent)
        .put("kind", facts.kind().name().toLowerCase(Locale.ROOT))
        .put("name", SpanNames.of(facts))
        .put("start", time(facts.start()));
    if (facts.kind() == ObservationKind.RUN) {
      identity(line);
    }
    return line;
  }

  private void identity(ObjectNode line) {
    line.put("run", run.run().value())
        .put("thread", run.thread().threadId())
        .put("tenant", run.thread().tenant())
        .put("principal", run.principal().id())
        .put("graph", run.graph().name())
        .put("graphVersion", run.graph().version());
  }

  private static void outcome(ObjectNode line, Facts facts) {
    Outcome outcome = facts.outcome();
    line.put("level", outcome.level().name().toLowerCase(Locale.ROOT));
    if (!outcome.text().isEmpty()) {
      line.put("status", outcome.text());
    }
    Fault fault = facts.fault();
    if (fault != null) {
      line.put("error", fault.type());
    }
  }

  private static void values(ObjectNode attributes, Facts facts) {
    for (Map.Entry<String, Object> fact : facts.values().entrySet()) {
      if (fact.getValue() instanceof Long number) {
        attributes.put(fact.getKey(), number);
      } else if (fact.getValue() instanceof Double number) {
        attributes.put(fact.getKey(), number);
      } else if (fact.getValue() instanceof Boolean flag) {
        attributes.put(fact.getKey(), flag);
      } else if (fact.getValue() instanceof String text) {
        attributes.put(fact.getKey(), text);
      }
    }
  }

  private static void content(ObjectNode line, String key, Facts facts) {
    facts.content(key).ifPresent(node -> line.set(key, node));
  }

  private static String time(long epochNanos) {
    return Instant.ofEpochSecond(epochNanos / NANOS, epochNanos % NANOS).toString();
  }
}
