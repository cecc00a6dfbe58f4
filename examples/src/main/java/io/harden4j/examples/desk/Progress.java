package io.harden4j.examples.desk;

import io.harden4j.graph.Update;
import io.harden4j.run.RunEvent;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints a line for each step while the run is on its way. Called by one thread at a time. */
final class Progress implements Consumer<RunEvent> {
  private static final int NAME = 12;

  private final PrintStream out;
  private final Map<String, String> summaries = new HashMap<>();

  Progress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(RunEvent event) {
    if (event instanceof RunEvent.Started started && started.segment() > 0) {
      line("", "goes on with segment " + started.segment() + " of the run");
    } else if (event instanceof RunEvent.EffectEnded effect) {
      effect(effect);
    } else if (event instanceof RunEvent.NodeUpdate update) {
      summaries.put(update.task(), Summary.of(update.update()));
    } else if (event instanceof RunEvent.TaskEnded ended) {
      String text = ended.outcome().equals("succeeded")
          ? summaries.getOrDefault(ended.task(), "")
          : ended.outcome();
      line(ended.node(), text + String.format(Locale.ROOT, "  (%d ms)", ended.nanos() / 1_000_000));
    }
  }

  private void effect(RunEvent.EffectEnded effect) {
    if (effect.outcome().equals("denied")) {
      line(effect.node(), "! " + effect.effect() + " STOPPED by rule " + effect.rule());
    } else if (!effect.effect().startsWith("endorse:")) {
      line(effect.node(), "· " + effect.effect() + " " + effect.outcome());
    }
  }

  private void line(String node, String text) {
    out.printf(Locale.ROOT, "  %-" + NAME + "s %s%n", node, text);
    out.flush();
  }

  /** One line on what a node wrote. */
  private static final class Summary {
    static String of(Update update) {
      StringBuilder text = new StringBuilder();
      for (Update.Write write : update.writes()) {
        String part = of(write.key().name(), write.value());
        text.append(text.isEmpty() || part.isEmpty() ? "" : ", ").append(part);
      }
      return text.toString();
    }

    private static String of(String key, Object value) {
      if (value instanceof LookupPlan plan) {
        return "looks in " + plan.lookup().name().toLowerCase(Locale.ROOT);
      }
      if (value instanceof Draft draft) {
        return "draft with " + draft.sources().size() + " sources"
            + (draft.refund() == null
                ? ""
                : " and a refund of " + draft.refund().amount());
      }
      if (value instanceof Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      }
      if (value instanceof List<?> list) {
        return list.isEmpty() ? "" : list.size() + " " + key.replace('_', ' ');
      }
      return value instanceof String text && !text.isEmpty() ? text : "";
    }
  }
}
