package io.harden4j.guard.worstcase;

import io.harden4j.testkit.Evidence;
import java.util.ArrayList;
import java.util.List;

/** The suites together. */
final class Totals {
  private final Score clean = new Score();
  private final Score tainted = new Score();

  void add(Score[] suite) {
    clean.add(suite[0]);
    tainted.add(suite[1]);
  }

  void write(Evidence evidence) {
    clean.write(evidence, "", "");
    tainted.write(evidence, "", "Tainted");
  }

  /** Returns the numbers as the page about guardrails shows them. */
  String row(boolean fromTheStart) {
    Score s = fromTheStart ? tainted : clean;
    return "| " + s.userTasks + " | " + s.autonomous + " | " + s.denied + " | " + s.approvals
        + " | " + s.pairs + " | " + s.attacksBlocked + " |";
  }

  long pairs() {
    return (long) clean.pairs + tainted.pairs;
  }

  List<String> leaks() {
    List<String> all = new ArrayList<>(clean.leaks);
    all.addAll(tainted.leaks);
    return all;
  }

  double autonomousShare() {
    return (double) clean.autonomous / clean.userTasks;
  }

  double approvalsPerTask() {
    return (double) clean.approvals / clean.userTasks;
  }
}
