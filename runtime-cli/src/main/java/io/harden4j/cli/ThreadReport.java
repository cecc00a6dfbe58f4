package io.harden4j.cli;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StoredState;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what is stored of a thread at one checkpoint, without knowing its graph. */
final class ThreadReport {
  private final OpenStore store;
  private final StoredState found;
  private final Checkpoint checkpoint;
  private final PrintStream out;

  ThreadReport(OpenStore store, StoredState found, PrintStream out) {
    this.store = store;
    this.found = found;
    this.checkpoint = found.checkpoint();
    this.out = out;
  }

  void print(boolean values) {
    facts();
    waits();
    effects();
    keys(values);
  }

  private void facts() {
    Checkpoint c = checkpoint;
    line(
        "thread", c.ref().thread().threadId() + " of tenant " + c.ref().thread().tenant());
    line("status", c.status() + reason());
    line(
        "checkpoint", c.ref().seq() + " on branch " + c.ref().branch() + ", " + Shown.time(c.at()));
    line("graph", c.graph().name() + " v" + c.graph().version());
    line(
        "run",
        c.run().value() + ", segment " + c.segment() + ", step " + c.step() + ", epoch "
            + c.epoch());
    line("spent", spent(c.spent()));
    store
        .store()
        .holder(c.ref().thread())
        .ifPresent(lease -> line(
            "held by",
            lease.owner().name() + ", process " + lease.owner().pid() + " on "
                + lease.owner().host() + ", until " + Shown.time(lease.until())));
  }

  private String reason() {
    return checkpoint.tags().isEmpty() ? "" : " " + new TreeMap<>(checkpoint.tags());
  }

  private static String spent(Spent s) {
    String money = s.microMoney() == 0
        ? ""
        : ", cost " + BigDecimal.valueOf(s.microMoney(), 6).stripTrailingZeros().toPlainString();
    return String.format(
        Locale.ROOT,
        "super-steps %d, model calls %d, tool calls %d, tokens %d + %d%s, time %s",
        s.steps(),
        s.modelCalls(),
        s.toolCalls(),
        s.inputTokens(),
        s.outputTokens(),
        money,
        Shown.duration(Duration.ofMillis(s.wallMillis())));
  }

  private void waits() {
    List<PlannedTask> frontier = checkpoint.frontier();
    line(
        "next",
        frontier.isEmpty()
            ? "nothing"
            : frontier.stream()
                .map(task -> task.id().toString())
                .collect(Collectors.joining(", ")));
    for (BarrierState join : checkpoint.barriers()) {
      line(
          "join",
          join.target() + " has "
              + join.arrived().stream().filter(a -> !a.isEmpty()).sorted().toList());
    }
    for (Question question : found.questions()) {
      boolean open = question.answer() == null && !question.closed();
      line(
          "question",
          question.id().value() + " (" + question.kind() + " of "
              + question.task().task().node() + ", "
              + (open
                  ? "open"
                  : question.closed() ? "withdrawn" : "answered by " + question.answeredBy())
              + ")");
    }
  }

  private void effects() {
    if (found.effects().isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("EFFECT", "TASK", "RECORD");
    for (EffectRecord effect : found.effects()) {
      table.row(effect.key().name(), effect.key().task().task(), effect.state());
    }
    table.print(out, "");
  }

  private void keys(boolean values) {
    if (found.entries().isEmpty()) {
      return;
    }
    out.println();
    Map<String, List<KeyEntry>> sorted = new TreeMap<>(found.entries());
    Table table = new Table("KEY", "VERSION", "BYTES", "LABEL", "STORED AS");
    sorted.values().forEach(entries -> new StoredKey(checkpoint.ref(), entries).addTo(table));
    table.print(out, "");
    if (values) {
      out.println();
      sorted.values().forEach(entries -> new StoredKey(checkpoint.ref(), entries).printValue(out));
    }
  }

  private void line(String name, String value) {
    out.printf("%-12s%s%n", name, Shown.line(value));
  }
}
