package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.Claim.Reason;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WorkQuery;
import io.harden4j.checkpoint.WorkStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group W: threads that a worker may take. A store that is no {@link WorkStore} skips it. */
abstract class WorkContract extends StoreGroup {
  private static final Owner WORKER = Owner.thisProcess("worker");

  WorkContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @BeforeEach
  void onlyForStoresThatFindWork() {
    assumeTrue(store instanceof WorkStore, "the store does not find work for workers");
  }

  private WorkStore work() {
    return (WorkStore) store;
  }

  private WorkQuery query(int limit) {
    return WorkQuery.of(clock.instant(), limit);
  }

  private List<Claim> claim(WorkQuery query) {
    return work().claim(WORKER, Samples.TTL, query);
  }

  private List<Claim> claim() {
    return claim(query(100));
  }

  private static List<String> ids(List<Claim> claims) {
    return claims.stream().map(c -> c.lease().thread().threadId()).toList();
  }

  /** Leaves a thread RUNNING without a lease. */
  private void left(ThreadKey thread, Instant at) {
    Line line = line(thread);
    line.commit(d -> d.status(Cause.INPUT, RunStatus.RUNNING).frontier("n").at(at));
    store.release(line.lease());
  }

  private void left(ThreadKey thread) {
    left(thread, Samples.AT);
  }

  private static Question question(ThreadKey thread, String node, String id) {
    return question(thread, node, id, null);
  }

  private static Question question(
      ThreadKey thread, String node, String id, @Nullable Instant expiresAt) {
    return Samples.question(
        Samples.taskKey(thread, "main", node, 0),
        thread.threadId() + "-" + id,
        Samples.AT,
        expiresAt);
  }

  /** Leaves a thread SUSPENDED with its questions, each of a task of its own name's first letter. */
  private Line suspended(ThreadKey thread, Question... questions) {
    Line line = line(thread);
    line.commit(d -> d.frontier("a", "b"));
    for (Question q : questions) {
      line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED).opens(q));
    }
    return line;
  }

  private void answer(Question q) {
    store.answer(q.id(), 1, Samples.payload("yes"), "human-1");
  }

  @Test
  void a_running_head_that_nobody_holds_is_taken_with_its_lease() {
    left(Samples.THREAD);

    List<Claim> claims = claim();

    assertThat(claims).hasSize(1);
    Claim claim = claims.get(0);
    assertThat(claim.branch()).isEqualTo("main");
    assertThat(claim.reason()).isEqualTo(Reason.LEFT);
    assertThat(claim.lease().owner()).isEqualTo(WORKER);
    assertThat(claim.lease().until()).isEqualTo(clock.instant().plus(Samples.TTL));
    assertThat(reopen().holder(Samples.THREAD)).contains(claim.lease());
    assertThat(Line.at(store, claim.lease(), "main").commit().seq()).isGreaterThan(1);
  }

  @Test
  void there_is_no_work_in_an_empty_store_or_in_a_thread_without_checkpoints() {
    lease();

    assertThat(claim()).isEmpty();
  }

  @Test
  void a_thread_that_somebody_holds_is_not_taken_before_the_lease_has_ended() {
    Line line = line();
    line.commit(d -> d.frontier("n"));

    assertThat(claim()).isEmpty();
    clock.advance(Samples.TTL);

    List<Claim> claims = claim();
    assertThat(ids(claims)).containsExactly(Samples.THREAD.threadId());
    assertThat(claims.get(0).lease().fence()).isGreaterThan(line.lease().fence());
  }

  @Test
  void what_a_dead_process_on_this_host_held_is_taken_at_once() {
    Owner dead = new Owner(
        Samples.ALICE.host(), Samples.ALICE.pid(), Instant.ofEpochMilli(1), "process before");
    Lease lease = store.acquire(Samples.THREAD, dead, Samples.TTL).orElseThrow();
    Line.fresh(store, lease, "main").commit(d -> d.frontier("n"));

    assertThat(ids(claim())).containsExactly(Samples.THREAD.threadId());
  }

  @Test
  void what_was_taken_is_not_taken_again_until_it_is_released() {
    left(Samples.THREAD);
    Claim first = claim().get(0);

    assertThat(claim()).isEmpty();
    assertThat(((WorkStore) reopen()).claim(Samples.BOB, Samples.TTL, query(9))).isEmpty();
    store.release(first.lease());

    assertThat(claim()).hasSize(1);
  }

  @Test
  void ended_and_stopped_heads_are_left_alone() {
    for (RunStatus status : List.of(
        RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.OUT_OF_BUDGET)) {
      Line line = line(Samples.thread(status.name()));
      line.commit(d -> d.frontier("n"));
      line.commit(d -> d.status(Cause.STOP, status));
      store.release(line.lease());
    }

    assertThat(claim()).isEmpty();
  }

  @Test
  void a_suspended_head_is_work_once_all_questions_of_a_task_are_answered() {
    Question a1 = question(Samples.THREAD, "a", "a1");
    Question a2 = question(Samples.THREAD, "a", "a2");
    Question b = question(Samples.THREAD, "b", "b");
    Line line = suspended(Samples.THREAD, a1, a2, b);
    store.release(line.lease());

    assertThat(claim()).isEmpty();
    answer(a1);
    assertThat(claim()).isEmpty();
    answer(a2);

    assertThat(claim().get(0).reason()).isEqualTo(Reason.READY);
  }

  @Test
  void a_task_that_asked_nothing_makes_a_suspended_head_no_work() {
    Line line = line();
    line.commit(d -> d.frontier("a").status(Cause.STOP, RunStatus.SUSPENDED));
    store.release(line.lease());

    assertThat(claim()).isEmpty();
  }

  @Test
  void an_answered_task_that_has_succeeded_is_no_work_while_its_sibling_waits() {
    Question a = question(Samples.THREAD, "a", "a");
    Question b = question(Samples.THREAD, "b", "b");
    Line line = suspended(Samples.THREAD, a, b);
    answer(a);
    TaskKey done = Samples.taskKey(line.lease(), "a");
    store.putTask(line.lease(), Samples.record(done, 2, TaskState.SUCCEEDED));
    store.release(line.lease());

    assertThat(claim()).isEmpty();
    answer(b);

    assertThat(claim()).hasSize(1);
  }

  @Test
  void many_that_still_wait_for_a_second_answer_do_not_hide_younger_work() {
    for (int i = 0; i < 20; i++) {
      ThreadKey half = Samples.thread("half-" + i);
      Question a1 = question(half, "a", "a1");
      store.release(suspended(half, a1, question(half, "a", "a2")).lease());
      answer(a1);
    }
    left(Samples.thread("young"), Samples.AT.plusSeconds(3600));

    List<String> taken = new ArrayList<>();
    for (int look = 0; look < 20; look++) {
      taken.addAll(ids(claim(query(1))));
    }

    assertThat(taken).containsExactly("young");
    answer(question(Samples.thread("half-7"), "a", "a2"));
    assertThat(ids(claim(query(1)))).containsExactly("half-7");
  }

  @Test
  void one_that_was_looked_at_too_early_is_found_when_the_next_of_its_questions_ends() {
    Instant end = Samples.AT.plusSeconds(60);
    Question a1 = question(Samples.THREAD, "a", "a1");
    store.release(
        suspended(Samples.THREAD, a1, question(Samples.THREAD, "a", "a2", end)).lease());
    answer(a1);
    assertThat(claim()).isEmpty();

    clock.set(end);

    assertThat(claim()).hasSize(1);
  }

  @Test
  void a_timer_makes_its_task_ready_when_it_ends() {
    Instant wake = Samples.AT.plusSeconds(60);
    Question timer = question(Samples.THREAD, "a", "a", wake);
    Line line = suspended(Samples.THREAD, timer, question(Samples.THREAD, "b", "b"));
    store.release(line.lease());

    clock.set(wake.minusMillis(1));
    assertThat(claim()).isEmpty();
    clock.set(wake);

    assertThat(claim().get(0).reason()).isEqualTo(Reason.READY);
  }

  @Test
  void a_question_that_still_waits_holds_up_the_timer_of_the_same_task() {
    Instant wake = Samples.AT.plusSeconds(60);
    Question open = question(Samples.THREAD, "a", "a2");
    Line line = suspended(Samples.THREAD, question(Samples.THREAD, "a", "a1", wake), open);
    store.release(line.lease());

    clock.set(wake);
    assertThat(claim()).isEmpty();
    answer(open);

    assertThat(claim()).hasSize(1);
  }

  @Test
  void answers_to_an_earlier_epoch_are_no_work() {
    Question a = question(Samples.THREAD, "a", "a");
    Line line = suspended(Samples.THREAD, a);
    answer(a);
    line.commit(d -> d.status(Cause.EDIT, RunStatus.SUSPENDED).epoch(1));
    store.release(line.lease());

    assertThat(claim()).isEmpty();
  }

  @Test
  void answers_to_a_task_that_is_not_in_the_frontier_any_more_are_no_work() {
    Question a = question(Samples.THREAD, "a", "a");
    Line line = suspended(Samples.THREAD, a);
    answer(a);
    line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED).frontier("c"));
    store.release(line.lease());

    assertThat(claim()).isEmpty();
  }

  @Test
  void a_fork_waits_for_whoever_made_it() {
    Line line = line();
    line.commit(d -> d.frontier("n"));
    line.commit(d -> d.status(Cause.STEP, RunStatus.COMPLETED).frontier(List.of()));
    store.fork(
        line.lease(),
        store
            .list(io.harden4j.checkpoint.CheckpointQuery.thread(Samples.THREAD))
            .items()
            .get(1)
            .ref(),
        "x");
    store.release(line.lease());

    assertThat(claim()).isEmpty();
    Line fork = Line.at(store, lease(), "x");
    fork.commit(d -> d.status(Cause.RESUME, RunStatus.RUNNING));
    store.release(fork.lease());

    assertThat(claim()).singleElement().satisfies(c -> assertThat(c.branch()).isEqualTo("x"));
  }

  @Test
  void of_two_branches_with_work_one_is_taken_and_the_other_stays() {
    Line main = line();
    main.commit(d -> d.frontier("n"));
    Line other = Line.fresh(store, main.lease(), "other");
    other.commit(d -> d.frontier("n").at(Samples.AT.plusSeconds(9)));
    store.release(main.lease());

    List<Claim> claims = claim();

    assertThat(claims).singleElement().satisfies(c -> assertThat(c.branch()).isEqualTo("main"));
  }

  @Test
  void the_oldest_work_of_a_tenant_comes_first() {
    left(Samples.thread("late"), Samples.AT.plusSeconds(2));
    left(Samples.thread("early"), Samples.AT);
    left(Samples.thread("middle"), Samples.AT.plusSeconds(1));

    assertThat(ids(claim(query(2)))).containsExactly("early", "middle");
    assertThat(ids(claim(query(2)))).containsExactly("late");
  }

  @Test
  void tenants_take_turns() {
    for (int i = 0; i < 5; i++) {
      left(new ThreadKey("big", "big-" + i), Samples.AT.plusSeconds(i));
    }
    left(new ThreadKey("small", "small-0"), Samples.AT.plusSeconds(90));
    left(new ThreadKey("tiny", "tiny-0"), Samples.AT.plusSeconds(99));

    assertThat(ids(claim(query(4)))).containsExactly("big-0", "small-0", "tiny-0", "big-1");
  }

  @Test
  void the_turn_begins_behind_the_tenant_that_was_served_last() {
    for (String tenant : List.of("a", "b", "c")) {
      left(new ThreadKey(tenant, tenant + "-0"));
      left(new ThreadKey(tenant, tenant + "-1"), Samples.AT.plusSeconds(1));
    }

    assertThat(ids(claim(query(2).after("b")))).containsExactly("c-0", "a-0");
    assertThat(ids(claim(query(1).after("a")))).containsExactly("b-0");
    assertThat(ids(claim(query(9).after("zzz")))).containsExactly("a-1", "b-1", "c-1");
  }

  @Test
  void a_tenant_gets_no_more_than_its_share_with_what_runs_counted() {
    for (int i = 0; i < 4; i++) {
      left(new ThreadKey("big", "big-" + i), Samples.AT.plusSeconds(i));
      left(new ThreadKey("full", "full-" + i), Samples.AT.plusSeconds(i));
      left(new ThreadKey("new", "new-" + i), Samples.AT.plusSeconds(i));
    }

    List<Claim> claims = claim(query(100).perTenant(3, Map.of("big", 2, "full", 3)));

    assertThat(ids(claims)).containsExactly("big-0", "new-0", "new-1", "new-2");
  }

  @Test
  void takes_only_tenants_graphs_and_threads_that_are_asked_for() {
    left(Samples.thread("one"));
    left(Samples.thread("two"));
    left(new ThreadKey("other", "three"));

    assertThat(claim(query(9).ofGraphs(Set.of("another-graph")))).isEmpty();
    assertThat(claim(query(9).ofTenants(Set.of("nobody")))).isEmpty();
    assertThat(ids(claim(query(9).ofTenants(Set.of("other"))))).containsExactly("three");
    assertThat(ids(claim(query(9)
            .ofGraphs(Set.of("graph", "another-graph"))
            .without(Set.of(Samples.thread("one"))))))
        .containsExactly("two");
  }

  @Test
  void work_that_another_instance_makes_is_found() {
    assertThat(claim()).isEmpty();
    Line line = Line.fresh(
        reopen(), store.acquire(Samples.THREAD, Samples.ALICE, Samples.TTL).orElseThrow(), "main");
    line.commit(d -> d.frontier("n"));
    assertThat(claim()).isEmpty();

    reopen().release(line.lease());

    assertThat(claim()).hasSize(1);
  }

  @Test
  void of_many_workers_at_once_each_thread_goes_to_one() throws Exception {
    int threads = 20;
    List<ThreadKey> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(Samples.thread("wanted-" + i));
      left(all.get(i));
    }
    List<Callable<List<Claim>>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      WorkStore mine = (WorkStore) reopen();
      Owner owner = Owner.thisProcess("worker-" + i);
      workers.add(() -> {
        List<Claim> got = new ArrayList<>();
        for (int round = 0; round < threads; round++) {
          got.addAll(mine.claim(owner, Samples.TTL, query(3)));
        }
        return got;
      });
    }

    List<ThreadKey> taken = new ArrayList<>();
    AtOnce.run(workers).forEach(got -> got.forEach(c -> taken.add(c.lease().thread())));

    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
    assertThat(Collections.frequency(taken, all.get(0))).isEqualTo(1);
  }

  @Test
  void a_deleted_thread_is_no_work() {
    left(Samples.THREAD);
    Lease lease = lease();
    store.deleteThread(lease);
    store.release(lease);

    assertThat(claim()).isEmpty();
  }

  @Test
  void time_is_that_of_the_query_and_leases_end_by_the_store() {
    Instant wake = Samples.AT.plusSeconds(60);
    Line line = suspended(Samples.THREAD, question(Samples.THREAD, "a", "a", wake));
    store.release(line.lease());

    List<Claim> claims = claim(WorkQuery.of(wake, 9));

    assertThat(claims).hasSize(1);
    assertThat(claims.get(0).lease().until()).isEqualTo(clock.instant().plus(Samples.TTL));
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.holder(Samples.THREAD)).isPresent();
  }
}
