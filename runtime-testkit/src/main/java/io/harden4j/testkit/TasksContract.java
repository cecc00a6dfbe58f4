package io.harden4j.testkit;

import static io.harden4j.checkpoint.TaskState.CANCELLED;
import static io.harden4j.checkpoint.TaskState.FAILED;
import static io.harden4j.checkpoint.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Group B: records of finished attempts. */
abstract class TasksContract extends StoreGroup {
  TasksContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @Test
  void shows_a_finished_task_of_the_frontier_at_once() {
    Line line = line();
    line.commit(d -> d.frontier("n", "m"));
    TaskKey task = Samples.taskKey(line.lease(), "n");
    TaskRecord record = new TaskRecord(
        task,
        1,
        SUCCEEDED,
        List.of(
            Samples.write("k", "v"),
            new KeyEntry("ns", "list", 0, KeyEntry.Kind.DELTA, Samples.payload("+"))),
        List.of(new PlannedTask(
            new TaskId("ns", "spawned", "3", 0),
            Samples.payload("item"),
            Samples.payload("control"))),
        List.of(),
        null,
        Samples.AT);

    store.putTask(line.lease(), record);

    assertThat(head(line.lease()).tasks()).containsExactly(record);
    assertThat(reopen().head(Samples.THREAD, "main").orElseThrow().tasks()).containsExactly(record);
  }

  @Test
  void keeps_failures_cancellations_and_suspensions() {
    Line line = line();
    line.commit(d -> d.frontier("failed", "cancelled", "waits"));
    TaskRecord failed = Samples.record(Samples.taskKey(line.lease(), "failed"), 1, FAILED);
    TaskRecord cancelled = Samples.record(Samples.taskKey(line.lease(), "cancelled"), 1, CANCELLED);
    TaskKey waits = Samples.taskKey(line.lease(), "waits");
    Question question = Samples.question(waits, "q");
    TaskRecord suspended = Samples.suspended(waits, 1, question);

    List.of(failed, cancelled, suspended).forEach(r -> store.putTask(line.lease(), r));
    line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));

    assertThat(head(line.lease()).tasks()).containsExactlyInAnyOrder(failed, cancelled, suspended);
    assertThat(head(line.lease()).questions()).containsExactly(question);
  }

  @Test
  void putting_a_record_twice_is_putting_it_once() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey task = Samples.taskKey(line.lease(), "n");
    TaskRecord record = Samples.suspended(task, 1, Samples.question(task, "q"));

    store.putTask(line.lease(), record);
    store.putTask(line.lease(), record);

    assertThat(head(line.lease()).tasks()).containsExactly(record);
    assertThat(head(line.lease()).questions()).hasSize(1);
  }

  @Test
  void a_later_attempt_replaces_one_that_did_not_succeed() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey task = Samples.taskKey(line.lease(), "n");

    int attempt = 0;
    for (TaskState state : List.of(FAILED, CANCELLED, FAILED, SUCCEEDED)) {
      TaskRecord record = Samples.record(task, ++attempt, state);
      store.putTask(line.lease(), record);

      assertThat(head(line.lease()).tasks()).containsExactly(record);
    }
  }

  @Test
  void a_success_is_never_overwritten() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey task = Samples.taskKey(line.lease(), "n");
    TaskRecord success = Samples.record(task, 1, SUCCEEDED);
    store.putTask(line.lease(), success);

    store.putTask(line.lease(), Samples.record(task, 1, FAILED));
    store.putTask(line.lease(), Samples.record(task, 2, FAILED));
    store.putTask(line.lease(), Samples.record(task, 3, SUCCEEDED));

    assertThat(head(line.lease()).tasks()).containsExactly(success);
  }

  @Test
  void a_late_result_of_an_older_attempt_is_ignored_with_its_questions() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey task = Samples.taskKey(line.lease(), "n");
    TaskRecord second = Samples.record(task, 2, FAILED);
    store.putTask(line.lease(), second);

    store.putTask(line.lease(), Samples.record(task, 1, SUCCEEDED));
    store.putTask(line.lease(), Samples.suspended(task, 1, Samples.question(task, "late")));

    assertThat(head(line.lease()).tasks()).containsExactly(second);
    assertThat(head(line.lease()).questions()).isEmpty();
  }

  @Test
  void hides_records_of_other_branches_and_epochs() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey elsewhere = Samples.taskKey(Samples.THREAD, "elsewhere", "n", 0);
    TaskKey later = Samples.taskKey(Samples.THREAD, "main", "n", 1);

    store.putTask(line.lease(), Samples.record(elsewhere, 1, SUCCEEDED));
    store.putTask(line.lease(), Samples.record(later, 1, SUCCEEDED));

    assertThat(head(line.lease()).tasks()).isEmpty();
  }

  @Test
  void a_commit_uses_up_the_records_of_its_frontier() {
    Line line = line();
    line.commit(d -> d.frontier("n", "m"));
    TaskRecord early = Samples.record(Samples.taskKey(line.lease(), "n"), 1, SUCCEEDED);
    TaskRecord last = Samples.record(Samples.taskKey(line.lease(), "m"), 1, SUCCEEDED);
    store.putTask(line.lease(), early);

    line.commit(d -> d.finished(last).consumes(early.key().task()).frontier("next"));

    assertThat(head(line.lease()).tasks()).isEmpty();
  }

  @Test
  void a_commit_that_keeps_the_frontier_keeps_its_records_and_adds_the_last() {
    Line line = line();
    line.commit(d -> d.frontier("n", "m"));
    TaskRecord early = Samples.record(Samples.taskKey(line.lease(), "n"), 1, SUCCEEDED);
    TaskRecord last = Samples.record(Samples.taskKey(line.lease(), "m"), 1, FAILED);
    store.putTask(line.lease(), early);

    line.commit(d -> d.keeps(last).status(Cause.STOP, RunStatus.FAILED));

    assertThat(head(line.lease()).tasks()).containsExactlyInAnyOrder(early, last);
  }

  @Test
  void an_old_checkpoint_shows_no_records() {
    Line line = line();
    var old = line.commit(d -> d.frontier("n"));
    store.putTask(line.lease(), Samples.record(Samples.taskKey(line.lease(), "n"), 1, FAILED));
    line.commit(d -> d.frontier("next"));

    assertThat(store.get(old).orElseThrow().tasks()).isEmpty();
    assertThat(store.get(old).orElseThrow().effects()).isEmpty();
  }

  @Test
  void takes_records_from_64_threads_at_once() throws Exception {
    Line line = line();
    String[] nodes = new String[64 * 8];
    Arrays.setAll(nodes, i -> "n" + i);
    line.commit(d -> d.frontier(nodes));
    List<TaskRecord> records = Stream.of(nodes)
        .map(node -> Samples.record(Samples.taskKey(line.lease(), node), 1, SUCCEEDED))
        .toList();
    List<Callable<Integer>> puts = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      List<TaskRecord> mine = records.subList(i * 8, i * 8 + 8);
      puts.add(() -> {
        mine.forEach(record -> store.putTask(line.lease(), record));
        return mine.size();
      });
    }

    assertThat(AtOnce.run(puts)).containsOnly(8);

    assertThat(head(line.lease()).tasks()).containsExactlyInAnyOrderElementsOf(records);
  }
}
