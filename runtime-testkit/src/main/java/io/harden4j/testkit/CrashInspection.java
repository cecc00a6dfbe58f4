package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.testkit.kill.FaultPoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Compares what a store has after a crash with what it had promised, then lets the run go on to its end. Collects what is wrong. */
final class CrashInspection {
  /** What can be wrong after a crash. */
  enum Fault {
    LOST_COMMIT,
    LOST_TASK,
    LOST_EFFECT,
    LOST_QUESTION,
    LOST_ANSWER,
    LOST_BRANCH,
    PHANTOM,
    REPEATED_EFFECT,
    WRONG_END
  }

  private final List<String> said;
  private final List<Fault> faults = new ArrayList<>();

  CrashInspection(List<String> said) {
    this.said = said;
  }

  /** Inspects, resumes and inspects again; returns all faults. Any exception means that the thread is unreadable. */
  List<Fault> inspect(CheckpointStore store, Consumer<String> world, Supplier<List<String>> calls) {
    Optional<StoredState> head = store.head(CrashWorkload.THREAD, CheckpointRef.MAIN);
    inspectHead(head);
    inspectQuestions(store);
    if (said.contains("forked")) {
      report(store.head(CrashWorkload.THREAD, CrashWorkload.BRANCH).isEmpty(), Fault.LOST_BRANCH);
    }
    Set<String> recorded = new HashSet<>(promised("done "));
    head.ifPresent(h -> h.effects().stream()
        .filter(e -> e.state() == EffectState.DONE)
        .forEach(e -> recorded.add(e.idempotencyKey())));
    List<String> before = calls.get();

    new CrashWorkload(store, FaultPoints.NONE, world, promise -> {})
        .run(Owner.thisProcess("after the crash"));

    inspectEnd(store, recorded, before, calls.get());
    return faults;
  }

  private void inspectHead(Optional<StoredState> head) {
    int promised =
        promised("commit ").stream().mapToInt(Integer::parseInt).max().orElse(-1);
    if (head.isEmpty()) {
      report(promised >= 0, Fault.LOST_COMMIT);
      return;
    }
    StoredState state = head.get();
    int step = state.checkpoint().step();
    report(step < promised, Fault.LOST_COMMIT);
    report(step > promised + 1, Fault.PHANTOM);
    report(!Line.values(state, "list").equals(listAt(step)), Fault.PHANTOM);
    report(!Line.values(state, "count").equals(List.of("" + step)), Fault.PHANTOM);
    if (promised("task ").contains("" + step)) {
      report(
          state.tasks().stream()
              .noneMatch(r -> r.state() == TaskState.SUCCEEDED
                  && r.key().equals(CrashWorkload.taskKey(step, "a"))),
          Fault.LOST_TASK);
    }
    for (String node : List.of("a", "b")) {
      inspectEffect(state, node + step);
    }
  }

  private void inspectEffect(StoredState state, String key) {
    Optional<EffectState> found = state.effects().stream()
        .filter(e -> e.idempotencyKey().equals(key))
        .map(e -> e.state())
        .findFirst();
    report(promised("intent ").contains(key) && found.isEmpty(), Fault.LOST_EFFECT);
    report(
        promised("done ").contains(key) && !found.equals(Optional.of(EffectState.DONE)),
        Fault.LOST_EFFECT);
  }

  /** Questions of tasks that a prune may have removed do not count. */
  private void inspectQuestions(CheckpointStore store) {
    if (said.contains("commit " + CrashWorkload.PRUNE_AT)) {
      return;
    }
    for (String id : promised("asked ")) {
      report(question(store, id).isEmpty(), Fault.LOST_QUESTION);
    }
    for (String id : promised("answered ")) {
      report(question(store, id).map(Question::answer).isEmpty(), Fault.LOST_ANSWER);
    }
  }

  private static Optional<Question> question(CheckpointStore store, String id) {
    return store.question(new QuestionId(CrashWorkload.THREAD.tenant(), id));
  }

  private void inspectEnd(
      CheckpointStore store, Set<String> recorded, List<String> before, List<String> after) {
    StoredState end = store.head(CrashWorkload.THREAD, CheckpointRef.MAIN).orElseThrow();
    report(!Line.values(end, "list").equals(listAt(CrashWorkload.STEPS)), Fault.WRONG_END);
    report(store.head(CrashWorkload.THREAD, CrashWorkload.BRANCH).isEmpty(), Fault.WRONG_END);
    report(
        store.list(CheckpointQuery.thread(CrashWorkload.THREAD)).items().isEmpty(),
        Fault.WRONG_END);
    for (String key : recorded) {
      report(
          Collections.frequency(after, key) != Collections.frequency(before, key),
          Fault.REPEATED_EFFECT);
    }
  }

  private List<String> promised(String prefix) {
    return said.stream()
        .filter(s -> s.startsWith(prefix))
        .map(s -> s.substring(prefix.length()))
        .toList();
  }

  private void report(boolean wrong, Fault fault) {
    if (wrong) {
      faults.add(fault);
    }
  }

  private static List<String> listAt(int step) {
    return IntStream.rangeClosed(0, step).mapToObj(i -> "" + i).toList();
  }
}
