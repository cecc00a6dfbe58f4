package io.harden4j.testkit;

import static io.harden4j.checkpoint.EffectState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Group F, second half: a branch shares the past and nothing else. */
abstract class ForksContract extends StoreGroup {
  ForksContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private static EffectKey effect(String branch, String name) {
    return Samples.effectKey(Samples.taskKey(Samples.THREAD, branch, "n", 0), name);
  }

  @Test
  void a_branch_begins_with_what_its_origin_had() {
    Line line = line();
    CheckpointRef from = line.commit(d -> d.value("k", "v")
        .delta("list", "1")
        .frontier("n", "m")
        .barriers(new BarrierState("", "join", Set.of("a"), null))
        .epoch(2)
        .spent(new Spent(1, 2, 3, 4, 5, 6, 7))
        .status(Cause.STOP, RunStatus.SUSPENDED));
    Checkpoint origin = store.get(from).orElseThrow().checkpoint();

    CheckpointRef first = store.fork(line.lease(), from, "b");

    StoredState fork = head(line.lease(), "b");
    Checkpoint c = fork.checkpoint();
    assertThat(c.ref()).isEqualTo(first);
    assertThat(first.branch()).isEqualTo("b");
    assertThat(c.parent()).isEqualTo(from);
    assertThat(c.cause()).isEqualTo(Cause.FORK);
    assertThat(c.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(c)
        .usingRecursiveComparison()
        .comparingOnlyFields(
            "versions", "planned", "frontier", "barriers", "epoch", "spent", "graph")
        .isEqualTo(origin);
    assertThat(fork.entries()).isEqualTo(store.get(from).orElseThrow().entries());
  }

  @Test
  void a_branch_of_a_completed_thread_is_completed() {
    Line line = line();
    CheckpointRef end = line.commit(d -> d.status(Cause.STEP, RunStatus.COMPLETED));

    store.fork(line.lease(), end, "b");

    assertThat(head(line.lease(), "b").checkpoint().status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void branches_diverge_and_do_not_see_each_others_values() {
    Line main = line();
    CheckpointRef from = main.commit(d -> d.value("k", "shared").value("list", "0"));
    store.fork(main.lease(), from, "b");
    store.fork(main.lease(), from, "c");
    Line b = Line.at(store, main.lease(), "b");
    Line c = Line.at(store, main.lease(), "c");

    main.commit(d -> d.value("k", "of main").delta("list", "main"));
    b.commit(d -> d.value("k", "of b").delta("list", "b1"));
    c.commit(d -> d.delta("list", "c1"));
    b.commit(d -> d.delta("list", "b2"));

    assertThat(Line.values(head(main.lease()), "k")).containsExactly("of main");
    assertThat(Line.values(head(main.lease()), "list")).containsExactly("0", "main");
    assertThat(Line.values(head(main.lease(), "b"), "k")).containsExactly("of b");
    assertThat(Line.values(head(main.lease(), "b"), "list")).containsExactly("0", "b1", "b2");
    assertThat(Line.values(head(main.lease(), "c"), "k")).containsExactly("shared");
    assertThat(Line.values(head(main.lease(), "c"), "list")).containsExactly("0", "c1");
  }

  @Test
  void a_branch_of_a_branch_sees_both_pasts() {
    Line main = line();
    store.fork(main.lease(), main.commit(d -> d.value("list", "0")), "b");
    Line b = Line.at(store, main.lease(), "b");
    CheckpointRef inB = b.commit(d -> d.delta("list", "b"));
    b.commit(d -> d.delta("list", "later"));
    main.commit(d -> d.delta("list", "main"));

    store.fork(main.lease(), inB, "c");
    Line.at(store, main.lease(), "c").commit(d -> d.delta("list", "c"));

    assertThat(Line.values(head(main.lease(), "c"), "list")).containsExactly("0", "b", "c");
  }

  @Test
  void a_fork_of_the_head_sees_the_effects_and_successes_so_far() {
    Line main = line();
    main.commit(d -> d.frontier("n", "m"));
    TaskRecord success = Samples.record(Samples.taskKey(main.lease(), "m"), 1, TaskState.SUCCEEDED);
    EffectRecord done = Samples.done(effect("main", "pay"));
    store.putTask(main.lease(), success);
    store.putTask(
        main.lease(), Samples.record(Samples.taskKey(main.lease(), "n"), 1, TaskState.FAILED));
    store.endEffect(main.lease(), done);

    store.fork(main.lease(), main.head(), "b");

    StoredState fork = head(main.lease(), "b");
    assertThat(fork.tasks()).singleElement().satisfies(r -> {
      assertThat(r.key()).isEqualTo(Samples.taskKey(Samples.THREAD, "b", "m", 0));
      assertThat(r.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(r.writes()).isEqualTo(success.writes());
    });
    assertThat(fork.effects()).singleElement().satisfies(e -> {
      assertThat(e.key()).isEqualTo(effect("b", "pay"));
      assertThat(e.result()).isEqualTo(done.result());
      assertThat(e.idempotencyKey()).isEqualTo(done.idempotencyKey());
    });
    EffectRecord again = Samples.intent(effect("b", "pay"));
    assertThat(store.beginEffect(main.lease(), again, null).result()).isEqualTo(done.result());
  }

  @Test
  void a_fork_of_an_old_checkpoint_sees_only_what_was_recorded_before_it() {
    Line main = line();
    main.commit(d -> d.frontier("n", "m"));
    store.endEffect(main.lease(), Samples.done(effect("main", "early")));
    CheckpointRef from = main.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));
    store.endEffect(main.lease(), Samples.done(effect("main", "late")));
    store.putTask(
        main.lease(), Samples.record(Samples.taskKey(main.lease(), "m"), 1, TaskState.SUCCEEDED));
    main.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));

    store.fork(main.lease(), from, "b");

    assertThat(head(main.lease(), "b").effects())
        .extracting(e -> e.key().name())
        .containsExactly("early");
    assertThat(head(main.lease(), "b").tasks()).isEmpty();
  }

  @Test
  void a_fork_of_an_old_checkpoint_sees_an_effect_as_it_was_then() {
    Line main = line();
    main.commit(d -> d.frontier("n"));
    EffectRecord done = Samples.done(effect("main", "pay"));
    store.beginEffect(main.lease(), Samples.intent(done.key()), null);
    store.endEffect(main.lease(), done.ended(UNKNOWN, null));
    CheckpointRef from = main.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));
    store.endEffect(main.lease(), done);
    main.commit(d -> d.frontier("next").consumes(Samples.task("n")));

    store.fork(main.lease(), from, "b");

    assertThat(head(main.lease(), "b").effects())
        .singleElement()
        .extracting(EffectRecord::state)
        .isEqualTo(UNKNOWN);
  }

  @Test
  void records_inside_the_commit_of_a_checkpoint_are_seen_by_its_fork() {
    Line main = line();
    main.commit(d -> d.frontier("n", "m"));
    TaskRecord last = Samples.record(Samples.taskKey(main.lease(), "m"), 1, TaskState.SUCCEEDED);
    CheckpointRef from = main.commit(d -> d.keeps(last).status(Cause.STOP, RunStatus.FAILED));
    main.commit(d -> d.frontier("next"));

    store.fork(main.lease(), from, "b");

    assertThat(head(main.lease(), "b").tasks()).hasSize(1);
  }

  @Test
  void what_is_recorded_after_the_fork_stays_on_its_branch() {
    Line main = line();
    main.commit(d -> d.frontier("n"));
    store.fork(main.lease(), main.head(), "b");

    store.endEffect(main.lease(), Samples.done(effect("main", "in main")));
    store.endEffect(main.lease(), Samples.done(effect("b", "in b")));

    assertThat(head(main.lease()).effects())
        .extracting(e -> e.key().name())
        .containsExactly("in main");
    assertThat(head(main.lease(), "b").effects())
        .extracting(e -> e.key().name())
        .containsExactly("in b");
  }

  @Test
  void questions_stay_with_the_branch_that_asked() {
    Line main = line();
    main.commit(d -> d.frontier("n"));
    var task = Samples.taskKey(main.lease(), "n");
    store.putTask(main.lease(), Samples.suspended(task, 1, Samples.question(task, "q")));

    store.fork(main.lease(), main.head(), "b");

    assertThat(head(main.lease(), "b").questions()).isEmpty();
    assertThat(head(main.lease(), "b").tasks()).isEmpty();
    assertThat(store.open(InboxQuery.thread(Samples.THREAD)).items()).hasSize(1);
  }

  @Test
  void the_origin_does_not_change() {
    Line main = line();
    CheckpointRef from = main.commit(d -> d.value("k", "v").frontier("n"));
    main.commit(d -> d.value("k", "w"));
    StoredState before = store.get(from).orElseThrow();
    StoredState headBefore = head(main.lease());

    store.fork(main.lease(), from, "b");
    Line.at(store, main.lease(), "b").commit(d -> d.value("k", "b"));

    assertThat(store.get(from).orElseThrow()).isEqualTo(before);
    assertThat(head(main.lease())).isEqualTo(headBefore);
  }

  @Test
  void refuses_an_unknown_origin_and_a_branch_that_exists() {
    Line main = line();
    CheckpointRef from = main.commit();
    store.fork(main.lease(), from, "b");

    assertThatThrownBy(() -> store.fork(main.lease(), from, "b"))
        .isInstanceOf(CheckpointStoreException.class);
    assertThatThrownBy(() -> store.fork(main.lease(), from, "main"))
        .isInstanceOf(CheckpointStoreException.class);
    CheckpointRef unknown = new CheckpointRef(Samples.THREAD, "main", 1_000);
    assertThatThrownBy(() -> store.fork(main.lease(), unknown, "c"))
        .isInstanceOf(CheckpointStoreException.class);
    assertThat(store.list(CheckpointQuery.thread(Samples.THREAD)).items()).hasSize(2);
  }
}
