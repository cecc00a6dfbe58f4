package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Group I: what may go and what must stay. */
abstract class PruneContract extends StoreGroup {
  private static final CheckpointQuery ALL = CheckpointQuery.thread(Samples.THREAD);

  PruneContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private List<CheckpointRef> refs() {
    return store.list(ALL).items().stream().map(CheckpointInfo::ref).toList();
  }

  @Test
  void keeps_the_newest_of_each_branch() {
    Line main = line();
    CheckpointRef first = main.commit(d -> d.value("k", "1"));
    CheckpointRef from = main.commit(d -> d.value("k", "2"));
    main.commit(d -> d.value("k", "3"));
    CheckpointRef mainHead = main.commit(d -> d.value("k", "4"));
    CheckpointRef fork = store.fork(main.lease(), from, "b");
    CheckpointRef branchHead = Line.at(store, main.lease(), "b").commit(d -> d.value("k", "b"));

    PruneResult result = store.prune(main.lease(), PrunePolicy.keepLatest());

    assertThat(refs()).contains(mainHead, branchHead, from).doesNotContain(first);
    assertThat(result.checkpoints()).isEqualTo(6 - refs().size()).isPositive();
    assertThat(store.get(first)).isEmpty();
    assertThat(Line.values(head(main.lease()), "k")).containsExactly("4");
    assertThat(Line.values(head(main.lease(), "b"), "k")).containsExactly("b");
    assertThat(fork.seq()).isPositive();
  }

  @Test
  void keeps_as_many_as_asked() {
    Line line = line();
    for (int i = 0; i < 10; i++) {
      String value = "" + i;
      line.commit(d -> d.value("k", value));
    }

    assertThat(store.prune(line.lease(), new PrunePolicy(3)).checkpoints()).isEqualTo(7);

    assertThat(refs()).hasSize(3).startsWith(line.head());
    assertThat(reopen().list(ALL).items()).hasSize(3);
    assertThat(store.prune(line.lease(), new PrunePolicy(3))).isEqualTo(new PruneResult(0, 0));
  }

  @Test
  void keeps_all_that_a_suspended_head_waits_for() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey n = Samples.taskKey(line.lease(), "n");
    Question q = Samples.question(n, "q");
    EffectRecord done = Samples.done(Samples.effectKey(n, "pay"));
    store.endEffect(line.lease(), done);
    store.putTask(line.lease(), Samples.suspended(n, 1, q));
    line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));
    StoredState before = head(line.lease());

    store.prune(line.lease(), PrunePolicy.keepLatest());

    assertThat(head(line.lease())).isEqualTo(before);
    assertThat(store.answer(q.id(), 1, Samples.payload("yes"), "x"))
        .isEqualTo(AnswerResult.ACCEPTED);
    assertThat(store.beginEffect(line.lease(), Samples.intent(done.key()), null))
        .isEqualTo(done);
  }

  @Test
  void removes_the_records_of_runs_that_are_gone() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    TaskKey n = Samples.taskKey(line.lease(), "n");
    store.endEffect(line.lease(), Samples.done(Samples.effectKey(n, "pay")));
    line.commit(d -> d.finished(Samples.record(n, 1, TaskState.SUCCEEDED)).frontier());
    line.commit(d -> d.run("run-2").status(Cause.INPUT, RunStatus.RUNNING));

    PruneResult result = store.prune(line.lease(), PrunePolicy.keepLatest());

    assertThat(result.records()).isPositive();
    assertThat(result.checkpoints()).isEqualTo(2);
  }

  @Test
  void goes_on_after_a_prune() {
    Line line = line();
    line.commit(d -> d.value("k", "1"));
    line.commit(d -> d.value("k", "2"));
    store.prune(line.lease(), PrunePolicy.keepLatest());

    CheckpointRef next = line.commit(d -> d.value("k", "3"));

    assertThat(Line.values(reopen().head(Samples.THREAD, "main").orElseThrow(), "k"))
        .containsExactly("3");
    assertThat(refs()).startsWith(next);
  }

  @Test
  void touches_no_other_thread() {
    Line other = line(Samples.thread("other"));
    other.commit();
    other.commit();
    Line line = line();
    line.commit();
    line.commit();

    store.prune(line.lease(), PrunePolicy.keepLatest());
    store.deleteThread(line.lease());

    assertThat(store.list(CheckpointQuery.thread(Samples.thread("other"))).items())
        .hasSize(2);
  }

  @Test
  void an_empty_thread_has_nothing_to_prune_or_delete() {
    Lease lease = lease();

    assertThat(store.prune(lease, PrunePolicy.keepLatest())).isEqualTo(new PruneResult(0, 0));
    store.deleteThread(lease);

    assertThatNothingIsStoredOf(Samples.THREAD);
  }

  @Test
  void deletes_all_branches_records_and_history() {
    Line line = line();
    CheckpointRef first = line.commit(d -> d.frontier("n"));
    store.fork(line.lease(), first, "b");
    store.endEffect(
        line.lease(), Samples.done(Samples.effectKey(Samples.taskKey(line.lease(), "n"), "pay")));

    store.deleteThread(line.lease());

    assertThatNothingIsStoredOf(Samples.THREAD);
    assertThat(store.head(Samples.THREAD, "b")).isEmpty();
    assertThat(store.get(first)).isEmpty();
    assertThat(refs()).isEmpty();
    assertThat(reopen().head(Samples.THREAD, "main")).isEmpty();
  }

  @Test
  void a_deleted_thread_can_begin_anew_under_the_same_lease() {
    Line old = line();
    old.commit(d -> d.value("k", "old").frontier("n"));
    EffectRecord done = Samples.done(Samples.effectKey(Samples.taskKey(old.lease(), "n"), "pay"));
    store.endEffect(old.lease(), done);
    store.deleteThread(old.lease());

    Line anew = Line.fresh(store, old.lease(), "main");
    anew.commit(d -> d.frontier("n"));

    assertThat(head(old.lease()).entries()).isEmpty();
    assertThat(head(old.lease()).effects()).isEmpty();
    assertThat(store.beginEffect(old.lease(), Samples.intent(done.key()), null))
        .isEqualTo(Samples.intent(done.key()));
    store.release(old.lease());
    assertThat(head(old.lease()).checkpoint().ref()).isEqualTo(anew.head());
  }

  @Test
  void readers_and_a_prune_do_not_disturb_each_other() throws Exception {
    Line line = line();
    line.commit(d -> d.value("list", "0"));
    for (int i = 0; i < 50; i++) {
      line.commit(d -> d.delta("list", "+"));
    }
    int expected = 51;

    List<Integer> seen = AtOnce.run(List.of(
        () -> {
          for (int i = 30; i > 0; i--) {
            store.prune(line.lease(), new PrunePolicy(i));
          }
          return expected;
        },
        () -> {
          int wrong = 0;
          for (int i = 0; i < 100; i++) {
            wrong += Line.values(head(line.lease()), "list").size() == expected ? 0 : 1;
          }
          return expected - wrong;
        }));

    assertThat(seen).containsOnly(expected);
  }
}
