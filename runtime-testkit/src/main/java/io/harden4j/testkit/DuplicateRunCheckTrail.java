package io.harden4j.testkit;

import io.harden4j.run.RunEvent;
import io.harden4j.testkit.DuplicateRunCheckReport.Finding;
import io.harden4j.testkit.DuplicateRunCheckReport.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares, from the events of the segments, which effects the two runs of a task asked for. */
final class DuplicateRunCheckTrail {
  private final Map<String, List<String>> current = new HashMap<>();
  private final Map<String, List<String>> earlier = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  List<Finding> findings() {
    return findings;
  }

  void read(List<RunEvent> events) {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.TaskStarted started) {
        current.put(started.task(), new ArrayList<>());
      } else if (event instanceof RunEvent.EffectEnded effect) {
        current.computeIfAbsent(effect.task(), t -> new ArrayList<>()).add(effect.effect());
      } else if (event instanceof RunEvent.TaskEnded ended && ended.outcome().equals("succeeded")) {
        succeeded(ended);
      }
    }
  }

  private void succeeded(RunEvent.TaskEnded ended) {
    List<String> asked = current.getOrDefault(ended.task(), List.of());
    List<String> before = earlier.putIfAbsent(ended.task(), asked);
    if (before != null) {
      List<String> missing = new ArrayList<>(before);
      asked.forEach(missing::remove);
      missing.forEach(
          effect -> findings.add(new Finding(Kind.EFFECT_NOT_ASKED_AGAIN, ended.node(), effect)));
    }
  }
}
