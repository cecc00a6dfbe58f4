package io.harden4j.ollama.capacity;

import java.util.Locale;
import java.util.StringJoiner;

/** Prints a {@link CapacityReport}. */
final class CapacityText {
  private CapacityText() {}

  static String render(CapacityReport report) {
    MemoryPlan plan = report.plan();
    StringBuilder text = new StringBuilder();
    text.append("# ")
        .append(plan.shape().name())
        .append(": ")
        .append(plan.verdict())
        .append("\n\n");
    asked(text, plan);
    text.append("\n").append(plan.why()).append(".\n\n");
    parts(text, plan);
    further(text, report);
    notes(text, report);
    return text.toString();
  }

  private static void asked(StringBuilder text, MemoryPlan plan) {
    ModelShape shape = plan.shape();
    Demand demand = plan.demand();
    text.append(String.format(
        Locale.ROOT,
        "- model: %s, %d layers, %s\n",
        parameters(shape),
        shape.layers().size(),
        shape.quantization()));
    text.append("- asked: ")
        .append(ContextSize.text(demand.context()))
        .append(" tokens of context, ")
        .append(demand.slots())
        .append(demand.slots() == 1 ? " slot, " : " slots, ")
        .append(demand.kvCache().setting())
        .append(" cache, flash attention ")
        .append(demand.flashAttention().name().toLowerCase(Locale.ROOT))
        .append("\n");
    text.append("- host (")
        .append(plan.host().origin().word())
        .append("): ")
        .append(host(plan.host()))
        .append("\n");
  }

  private static String parameters(ModelShape shape) {
    double billion = 1e9;
    if (shape.parameters() == 0) {
      return "parameters unknown";
    }
    String total = String.format(Locale.ROOT, "%.1fB parameters", shape.parameters() / billion);
    return shape.activeParameters() > 0 && shape.activeParameters() < shape.parameters()
        ? total + String.format(Locale.ROOT, " (%.1fB active)", shape.activeParameters() / billion)
        : total;
  }

  private static String host(Host host) {
    StringJoiner text = new StringJoiner(", ");
    text.add(Bytes.gib(host.ramBytes()) + " main memory (" + Bytes.gib(host.availableBytes())
        + " free)");
    text.add(host.cores() + (host.cores() == 1 ? " core" : " cores"));
    if (host.gpus().isEmpty()) {
      text.add("no GPU seen");
    }
    for (Gpu gpu : host.gpus()) {
      text.add(gpu.name() + " " + Bytes.gib(gpu.totalBytes()) + " (" + Bytes.gib(gpu.freeBytes())
          + " free)");
    }
    return text.toString();
  }

  private static void parts(StringBuilder text, MemoryPlan plan) {
    text.append("| memory | GiB | origin | arithmetic |\n|---|---:|---|---|\n");
    for (MemoryPart part : plan.parts()) {
      row(text, part.kind().word(), part.bytes(), part.origin().word(), part.arithmetic());
    }
    row(text, "**total**", plan.total(), origin(plan).word(), "low to high " + range(plan.total()));
  }

  /** A sum is as good as its worst part. */
  private static Origin origin(MemoryPlan plan) {
    return plan.parts().stream().map(MemoryPart::origin).reduce(Origin.COMPUTED, Origin::and);
  }

  private static void row(
      StringBuilder text, String name, ByteRange bytes, String origin, String arithmetic) {
    double gib = bytes.expected() / (double) Bytes.GIB;
    text.append(
        String.format(Locale.ROOT, "| %s | %.2f | %s | %s |\n", name, gib, origin, arithmetic));
  }

  private static String range(ByteRange bytes) {
    return String.format(
        Locale.ROOT,
        "%.2f to %.2f",
        bytes.low() / (double) Bytes.GIB,
        bytes.high() / (double) Bytes.GIB);
  }

  private static void further(StringBuilder text, CapacityReport report) {
    DecodeSpeed speed = report.speed();
    if (speed != null) {
      text.append(String.format(
          Locale.ROOT,
          "\n- speed of one stream at a full context (%s): %.1f to %.1f tok/s: %s",
          speed.origin().word(),
          speed.low(),
          speed.high(),
          speed.arithmetic()));
    }
    ServiceLevel level = report.level();
    if (level != null) {
      text.append("\n- wait for a slot: ").append(level.text());
    }
    RunCost cost = report.cost();
    if (cost != null) {
      text.append("\n- cost: ").append(cost.text());
    }
    if (speed != null || level != null || cost != null) {
      text.append("\n");
    }
  }

  private static void notes(StringBuilder text, CapacityReport report) {
    StringBuilder notes = new StringBuilder();
    report.advice().forEach(line -> notes.append("- ").append(line).append("\n"));
    report.plan().host().notes().forEach(note -> notes.append("- ").append(note).append("\n"));
    String remark = report.plan().shape().note();
    if (!remark.isEmpty()) {
      notes
          .append("- ")
          .append(report.plan().shape().name())
          .append(": ")
          .append(remark)
          .append("\n");
    }
    if (report.level() == null) {
      notes.append("- No service level is stated: that needs measured runs on this host.\n");
    }
    text.append("\n").append(notes);
  }
}
