package io.harden4j.examples.desk;

import io.harden4j.run.RunEvent;
import java.io.PrintStream;
import java.util.HashMap;
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
    String name = effect.effect();
    if (effect.outcome().equals("denied")) {
      line(effect.node(), "! " + name + " STOPPED by rule " + effect.rule());
    } else if (name.startsWith("tool:") || name.startsWith("model:")) {
      line(effect.node(), "· " + name + " " + effect.outcome());
    }
  }

  private void line(String node, String text) {
    out.printf(Locale.ROOT, "  %-" + NAME + "s %s%n", node, text);
    out.flush();
  }
}
