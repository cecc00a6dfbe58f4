package io.harden4j.checkpoint.jdbc;

import io.harden4j.testkit.kill.FaultPoints;
import java.util.Locale;
import java.util.Map;

/** Names the points inside a store's transactions by stage and purpose, such as {@code store.midCommit}. */
final class StagePoints {
  /** What a transaction says it is for, and the name of that; others are no fault points. */
  private static final Map<String, String> NAMES = Map.of(
      "acquire", "Lease",
      "release", "Release",
      "record a task of", "Task",
      "record the intent of an effect of", "Intent",
      "record the outcome of an effect of", "Outcome",
      "record an answer for", "Answer",
      "commit to", "Commit",
      "fork", "Fork",
      "prune", "Prune",
      "re-encrypt", "Rekey");

  private StagePoints() {}

  static Probe of(FaultPoints faults) {
    return (what, stage) -> {
      int thread = what.indexOf(" thread '");
      String name = NAMES.get(thread < 0 ? what : what.substring(0, thread));
      if (name != null) {
        faults.reached("store." + stage.name().toLowerCase(Locale.ROOT) + name);
      }
    };
  }
}
