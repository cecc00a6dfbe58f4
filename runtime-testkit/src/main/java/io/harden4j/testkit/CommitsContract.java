package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Group D: a commit is all or nothing, upon the expected head, by the owner. */
abstract class CommitsContract extends StoreGroup {
  CommitsContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @Test
  void a_commit_shows_all_of_it() {
    Line line = line();
    line.commit(d -> d.frontier("n", "m"));
    TaskKey n = Samples.taskKey(line.lease(), "n");
    Question old = Samples.question(n, "old");
    Question fresh = Samples.question(n, "fresh");
    store.putTask(line.lease(), Samples.suspended(n, 1, old));
    TaskRecord record = Samples.record(n, 2, TaskState.FAILED);

    line.commit(d -> d.value("k", "v")
        .keeps(record)
        .opens(fresh)
        .closes(old.id())
        .status(Cause.STOP, RunStatus.SUSPENDED));

    StoredState head = head(line.lease());
    assertThat(head.checkpoint().ref()).isEqualTo(line.head());
    assertThat(Line.values(head, "k")).containsExactly("v");
    assertThat(head.tasks()).containsExactly(record);
    assertThat(head.questions()).containsExactlyInAnyOrder(old.withdrawn(), fresh);
  }

  @Test
  void refuses_a_head_that_is_not_the_newest() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    Question q = Samples.question(Samples.taskKey(line.lease(), "n"), "q");
    Draft stale = line.draft()
        .value("k", "lost")
        .opens(q)
        .keeps(Samples.record(q.task(), 1, TaskState.SUCCEEDED));
    CheckpointRef newest = line.commit(d -> d.value("k", "kept"));

    assertThatThrownBy(() -> store.commit(line.lease(), stale.expected(), stale.build()))
        .isInstanceOfSatisfying(StaleHeadException.class, e -> {
          assertThat(e.expected()).isEqualTo(stale.expected());
          assertThat(e.actual()).isEqualTo(newest);
        });
    assertThat(Line.values(head(line.lease()), "k")).containsExactly("kept");
    assertThat(head(line.lease()).tasks()).isEmpty();
    assertThat(store.question(q.id())).isEmpty();
    assertThat(store.list(CheckpointQuery.thread(Samples.THREAD)).items()).hasSize(2);
  }

  @Test
  void refuses_a_first_commit_where_there_is_a_head_and_a_later_one_where_there_is_none() {
    Line line = line();
    Draft first = line.draft();
    line.commit();
    CheckpointRef imagined = new CheckpointRef(Samples.THREAD, "main", 99);

    assertThatThrownBy(() -> store.commit(line.lease(), first.expected(), first.build()))
        .isInstanceOf(StaleHeadException.class);
    assertThatThrownBy(
            () -> store.commit(line.lease(), imagined, new Draft(imagined, null).build()))
        .isInstanceOf(StaleHeadException.class);
    CheckpointRef elsewhere = new CheckpointRef(Samples.THREAD, "elsewhere", 1);
    assertThatThrownBy(
            () -> store.commit(line.lease(), elsewhere, new Draft(elsewhere, null).build()))
        .isInstanceOf(StaleHeadException.class);
  }

  @Test
  void a_writer_with_an_old_fence_changes_nothing() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    Lease old = line.lease();
    clock.advance(Samples.TTL);
    assertThat(store.acquire(Samples.THREAD, Samples.BOB, Samples.TTL)).isPresent();

    assertThatEveryWriteIsRefused(line, old);
  }

  @Test
  void a_writer_whose_lease_ended_changes_nothing() {
    Line line = line();
    line.commit(d -> d.frontier("n"));

    clock.advance(Samples.TTL);

    assertThatEveryWriteIsRefused(line, line.lease());
  }

  @Test
  void a_writer_who_released_changes_nothing() {
    Line line = line();
    line.commit(d -> d.frontier("n"));

    store.release(line.lease());

    assertThatEveryWriteIsRefused(line, line.lease());
  }

  @Test
  void a_lease_nobody_gave_changes_nothing() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    Lease l = line.lease();

    assertThatEveryWriteIsRefused(
        line, new Lease(l.thread(), l.owner(), l.fence() + 1, l.until().plusSeconds(60)));
  }

  @Test
  void a_lease_of_another_thread_changes_nothing() {
    Line line = line();
    CheckpointRef head = line.commit(d -> d.frontier("n"));
    Lease foreign = lease(Samples.thread("another"));

    assertThatThrownBy(() -> store.commit(foreign, line.head(), line.draft().build()))
        .isInstanceOfAny(FencedException.class, IllegalArgumentException.class);
    assertThat(head(line.lease()).checkpoint().ref()).isEqualTo(head);
  }

  private void assertThatEveryWriteIsRefused(Line line, Lease over) {
    StoredState before = head(over);
    TaskKey task = Samples.taskKey(over, "n");
    EffectRecord intent = Samples.intent(Samples.effectKey(task, "pay"));
    TaskRecord record = Samples.record(task, 1, TaskState.SUCCEEDED);
    List<Runnable> writes = List.of(
        () -> store.putTask(over, record),
        () -> store.beginEffect(over, intent, null),
        () -> store.endEffect(over, intent.ended(EffectState.DONE, null)),
        () -> store.commit(over, line.head(), line.draft().build()),
        () -> store.fork(over, line.head(), "fork"),
        () -> store.prune(over, PrunePolicy.keepLatest()),
        () -> store.deleteThread(over));

    assertThat(writes)
        .allSatisfy(write -> assertThatThrownBy(write::run).isInstanceOf(FencedException.class));

    assertThat(head(over)).isEqualTo(before);
    assertThat(store.head(Samples.THREAD, "fork")).isEmpty();
  }

  @Test
  void of_two_writers_one_wins_each_round_and_no_update_is_lost() throws Exception {
    int rounds = Tier.of(200, 1_000);
    Line line = line();
    CheckpointRef head = line.commit(d -> d.value("count", "0"));
    int lost = 0;
    for (int round = 1; round <= rounds; round++) {
      Draft one = Line.at(store, line.lease(), "main").draft().value("count", round + " by one");
      Draft two = Line.at(store, line.lease(), "main").draft().value("count", round + " by two");

      List<Boolean> won = race(line.lease(), one, two);

      StoredState now = head(line.lease());
      String winner = round + (won.get(0) ? " by one" : " by two");
      boolean kept = Line.values(now, "count").equals(List.of(winner))
          && head.equals(now.checkpoint().parent());
      lost += !won.get(0).equals(won.get(1)) && kept ? 0 : 1;
      head = now.checkpoint().ref();
    }
    subject.evidenceOfTwoWriters(rounds, lost);

    assertThat(lost).as("lost updates in %d rounds", rounds).isZero();
  }

  private List<Boolean> race(Lease lease, Draft one, Draft two) throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (Draft draft : List.of(one, two)) {
      writers.add(() -> {
        try {
          store.commit(lease, draft.expected(), draft.build());
          return true;
        } catch (StaleHeadException lostTheRace) {
          return false;
        }
      });
    }
    return AtOnce.run(writers);
  }

  @Test
  void readers_never_see_half_a_commit() throws Exception {
    Line line = line();
    line.commit(d -> d.value("a", "0").value("b", "0"));
    AtomicBoolean over = new AtomicBoolean();
    Callable<Integer> reader = () -> {
      int torn = 0;
      while (!over.get()) {
        StoredState s = head(line.lease());
        torn += Line.values(s, "a").equals(Line.values(s, "b")) ? 0 : 1;
      }
      return torn;
    };
    Callable<Integer> writer = () -> {
      try {
        for (int i = 1; i <= 100; i++) {
          String value = "" + i;
          line.commit(d -> d.value("a", value).value("b", value));
        }
        return 0;
      } finally {
        over.set(true);
      }
    };

    assertThat(AtOnce.run(List.of(reader, writer))).containsOnly(0);
  }

  @Test
  void commits_a_step_of_a_thousand_tasks() {
    Line line = line();
    String[] nodes = new String[1_000];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = "n" + i;
    }
    line.commit(d -> d.frontier(nodes));

    line.commit(d -> {
      for (String node : nodes) {
        d.finished(Samples.record(Samples.taskKey(line.lease(), node), 1, TaskState.SUCCEEDED));
        d.value("of " + node, "v");
      }
      return d.frontier(nodes);
    });

    assertThat(head(line.lease()).entries()).hasSize(1_000);
    assertThat(head(line.lease()).checkpoint().frontier()).hasSize(1_000);
  }
}
