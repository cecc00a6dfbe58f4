package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WatchStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The optional group WATCH: one process is told of what another one writes. */
@SuppressWarnings("try") // a watch is there to be open, not to be called
abstract class WatchContract extends StoreGroup {
  private static final InboxQuery ALL = InboxQuery.tenant(Samples.TENANT);
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<QuestionId> told = new LinkedBlockingQueue<>();

  WatchContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @BeforeEach
  void needsTheExtra() {
    assumeTrue(store instanceof WatchStore, "the store does not implement WatchStore");
  }

  private WatchStore watched() {
    return (WatchStore) store;
  }

  private Question ask(ThreadKey thread, String id) {
    Line line = line(thread);
    line.commit(d -> d.frontier("n"));
    Question q = Samples.question(Samples.taskKey(thread, "main", "n", 0), id);
    store.putTask(line.lease(), Samples.suspended(Samples.taskKey(line.lease(), "n"), 1, q));
    return q;
  }

  private static AnswerResult answer(CheckpointStore by, Question q, long revision) {
    return by.answer(q.id(), revision, Samples.payload("yes"), "human-1");
  }

  private static void answer(CheckpointStore by, Question q) {
    assertThat(answer(by, q, q.revision())).isEqualTo(AnswerResult.ACCEPTED);
  }

  private @Nullable QuestionId next() throws InterruptedException {
    return told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void tells_of_an_answer_that_another_process_accepted() throws Exception {
    Question q = ask(Samples.THREAD, "q");
    try (WatchStore.Watch watch = watched().watch(ALL, told::add)) {
      answer(reopen(), q);

      assertThat(next()).isEqualTo(q.id());
      assertThat(store.question(q.id()).orElseThrow().answer()).isNotNull();
    }
  }

  @Test
  void tells_of_an_answer_of_this_process_to_a_question_that_was_asked_later() throws Exception {
    try (WatchStore.Watch watch = watched().watch(ALL, told::add)) {
      Question q = ask(Samples.THREAD, "q");
      answer(store, q);

      assertThat(next()).isEqualTo(q.id());
    }
  }

  @Test
  void tells_of_no_refused_answer_and_of_none_that_does_not_match() throws Exception {
    ThreadKey two = Samples.thread("two");
    Question refused = ask(Samples.THREAD, "refused");
    Question foreign = ask(new ThreadKey("other", "three"), "foreign");
    Question mine = ask(two, "mine");
    CheckpointStore another = reopen();
    try (WatchStore.Watch watch = watched().watch(InboxQuery.thread(two), told::add)) {
      assertThat(answer(another, refused, 7)).isEqualTo(AnswerResult.STALE_REVISION);
      answer(another, foreign);
      answer(another, refused);
      answer(another, mine);

      assertThat(next()).isEqualTo(mine.id());
      assertThat(told).isEmpty();
    }
  }

  @Test
  void several_listen_and_one_that_throws_or_ended_disturbs_nobody() throws Exception {
    Question q = ask(Samples.THREAD, "q");
    BlockingQueue<QuestionId> ended = new LinkedBlockingQueue<>();
    WatchStore.Watch over = watched().watch(ALL, ended::add);
    try (WatchStore.Watch broken = watched().watch(ALL, id -> {
          throw new IllegalStateException("a listener of a test");
        });
        WatchStore.Watch watch = watched().watch(ALL, told::add)) {
      over.close();
      over.close();
      answer(reopen(), q);

      assertThat(next()).isEqualTo(q.id());
      assertThat(ended).isEmpty();
    }
  }

  @Test
  void listens_again_after_all_have_gone() throws Exception {
    Question q = ask(Samples.THREAD, "q");
    watched().watch(ALL, told::add).close();
    try (WatchStore.Watch watch = watched().watch(ALL, told::add)) {
      answer(reopen(), q);

      assertThat(next()).isEqualTo(q.id());
    }
  }

  @Test
  void tells_workers_of_answers_and_of_threads_given_back_before_their_run_ended()
      throws Exception {
    Question q = ask(Samples.THREAD, "q");
    Line running = line(Samples.thread("two"));
    running.commit(d -> d.frontier("n"));
    Semaphore work = new Semaphore(0);
    try (WatchStore.Watch watch = watched().watchWork(work::release)) {
      assertThat(work.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("look once")
          .isTrue();
      answer(reopen(), q);
      assertThat(work.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("an answer")
          .isTrue();

      reopen().release(running.lease());
      assertThat(work.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("a thread")
          .isTrue();
    }
  }
}
