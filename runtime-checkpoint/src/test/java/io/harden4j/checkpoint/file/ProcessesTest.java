package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.ChildJvm;
import io.harden4j.testkit.kill.Killed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between this process and a second one on the same directory. */
class ProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path directory;

  @Test
  void the_thread_of_a_killed_process_is_taken_over_at_once_and_its_lease_is_worth_nothing() {
    CheckpointStore store = FileCheckpointStore.open(directory);
    Lease old;
    try (ChildJvm child = child("hold")) {
      assertThat(child.readLine(PATIENCE)).contains("holding");
      old = store.holder(Threads.THREAD).orElseThrow();
      assertThat(store.acquire(Threads.THREAD, Threads.owner("parent"), Threads.TTL))
          .isEmpty();

      assertThat(child.kill()).isEqualTo(Killed.SIGKILL);
    }

    Lease taken = Threads.acquire(store, Threads.THREAD);
    assertThat(taken.fence()).isGreaterThan(old.fence());
    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("of the child");
    assertThatThrownBy(() -> Threads.commit(store, old, "of a ghost"))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void another_process_answers_while_this_one_runs_the_thread() {
    CheckpointStore store = FileCheckpointStore.open(directory);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "0");
    List<Question> asked =
        List.of(Threads.question(Threads.THREAD, "q0"), Threads.question(Threads.THREAD, "q1"));
    store.putTask(lease, Threads.suspended(Threads.THREAD, asked.toArray(Question[]::new)));

    try (ChildJvm child = child("answer")) {
      int commits = 0;
      while (!store.open(InboxQuery.tenant("acme")).items().isEmpty()) {
        Threads.commit(store, lease, "" + ++commits);
      }
      assertThat(child.readLine(PATIENCE)).contains(AnswerResult.ACCEPTED.name());
      assertThat(child.readLine(PATIENCE)).contains(AnswerResult.ACCEPTED.name());
      assertThat(child.awaitExit(PATIENCE)).isZero();

      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("" + commits);
    }
    Question answered = store.question(new QuestionId("acme", "q1")).orElseThrow();
    assertThat(answered.answeredBy()).isEqualTo("child");
    assertThat(answered.revision()).isEqualTo(2);
    assertThat(store.head(Threads.THREAD, "main").orElseThrow().questions())
        .allMatch(q -> q.answer() != null);
  }

  @Test
  void of_two_processes_that_count_on_one_thread_neither_loses_a_count() {
    int rounds = Tier.of(200, 1_000);
    CheckpointStore store = FileCheckpointStore.open(directory);
    int mine;
    int others;
    try (ChildJvm child = child("count", "" + rounds)) {
      assertThat(child.readLine(PATIENCE)).contains("counting");
      mine = CountingProcess.count(store, "parent", rounds);
      others = Integer.parseInt(child.readLine(PATIENCE).orElseThrow());
      assertThat(child.awaitExit(PATIENCE)).isZero();
    }

    int counted = Integer.parseInt(Threads.value(store, Threads.THREAD));
    int lost = mine + others - counted;
    Evidence.of("two-writers")
        .put("file.rounds", counted)
        .put("file.lostUpdates", lost)
        .put("rounds", counted)
        .put("lostUpdates", lost)
        .put("roundsOfThisProcess", mine)
        .put("roundsOfTheOther", others)
        .ran(counted)
        .write();
    assertThat(lost).isZero();
    assertThat(counted).isGreaterThanOrEqualTo(rounds);
  }

  private ChildJvm child(String... what) {
    List<String> arguments = new ArrayList<>(List.of(directory.toString()));
    arguments.addAll(List.of(what));
    return ChildJvm.start(CountingProcess.class, Map.of(), arguments);
  }
}
