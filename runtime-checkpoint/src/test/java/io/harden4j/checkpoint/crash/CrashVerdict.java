package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import io.harden4j.testkit.kill.Killed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a killed run.
 *
 * @param plan            where it was killed
 * @param lostTasks       nodes that ran again although their success was recorded
 * @param repeatedEffects nodes whose effect was executed again although it was recorded as done
 * @param lostCommit      whether a commit that was promised is not there
 * @param phantom         whether a commit is there that was never begun
 * @param lostAnswer      whether an accepted answer had to be given again
 * @param problem         why the thread could not be read or did not come to its end, or empty
 */
record CrashVerdict(
    String plan,
    Set<String> lostTasks,
    Set<String> repeatedEffects,
    boolean lostCommit,
    boolean phantom,
    boolean lostAnswer,
    String problem) {
  boolean isFine() {
    return lostTasks.isEmpty()
        && repeatedEffects.isEmpty()
        && !lostCommit
        && !phantom
        && !lostAnswer
        && problem.isEmpty();
  }

  /** Opens the store again, compares it with what the child was promised, and lets the run go on to its end. */
  static CrashVerdict of(Killed killed, StoreOpener opener, Path place) {
    String plan = killed.plan().toString();
    try {
      return inspect(plan, killed.said(), opener, place);
    } catch (RuntimeException e) {
      return new CrashVerdict(plan, Set.of(), Set.of(), false, false, false, e.toString());
    }
  }

  private static CrashVerdict inspect(
      String plan, List<String> said, StoreOpener opener, Path place) {
    try (CheckpointStore store =
        opener.open(CrashedProcess.store(place), InstantSource.system(), FaultPoints.NONE)) {
      return inspect(plan, said, store, place);
    }
  }

  private static CrashVerdict inspect(
      String plan, List<String> said, CheckpointStore store, Path place) {
    Optional<StoredState> head = store.head(CrashedGraph.THREAD, CheckpointRef.MAIN);
    Set<String> succeeded = promised(said, "task ");
    Set<String> done = promised(said, "done ");
    head.ifPresent(h -> {
      h.tasks().stream()
          .filter(r -> r.state() == TaskState.SUCCEEDED)
          .forEach(r -> succeeded.add(r.key().task().node()));
      h.effects().stream()
          .filter(e -> e.state() == EffectState.DONE)
          .forEach(e -> done.add(e.key().task().task().node()));
    });
    List<String> before = CrashedProcess.seen(place);
    long answers = said.stream().filter("answered"::equals).count();
    long promised =
        promised(said, "commit ").stream().mapToLong(Long::parseLong).max().orElse(0);
    long there = head.map(h -> h.checkpoint().ref().seq()).orElse(0L);
    CountingAnswers inbox = new CountingAnswers();

    RunResult end = new CrashedGraph(FaultPoints.NONE, CrashedProcess.world(place))
        .finish(store, new AnnouncingStore(store, inbox, line -> {}));

    List<String> after = CrashedProcess.seen(place);
    return new CrashVerdict(
        plan,
        again("node ", succeeded, before, after),
        again("call ", done, before, after),
        there < promised,
        there > promised + 1,
        answers > 0 && inbox.count > 0,
        problemOf(end));
  }

  /** Counts answers that are given after the crash. */
  private static final class CountingAnswers implements FaultPoints {
    private int count;

    @Override
    public void reached(String point) {
      count += point.equals("afterAnswer") ? 1 : 0;
    }
  }

  private static String problemOf(RunResult end) {
    if (!(end instanceof RunResult.Completed)) {
      return end.toString();
    }
    List<String> trail = end.state().get(CrashedGraph.TRAIL);
    return trail.equals(List.of("draft", "left", "right", "approved", "send"))
        ? ""
        : "wrong end: " + trail;
  }

  private static Set<String> again(
      String what, Set<String> names, List<String> before, List<String> after) {
    Set<String> again = new HashSet<>(names);
    again.removeIf(name ->
        Collections.frequency(after, what + name) == Collections.frequency(before, what + name));
    return again;
  }

  private static Set<String> promised(List<String> said, String prefix) {
    Set<String> names = new HashSet<>();
    said.stream()
        .filter(line -> line.startsWith(prefix))
        .forEach(line -> names.add(line.substring(prefix.length())));
    return names;
  }
}
