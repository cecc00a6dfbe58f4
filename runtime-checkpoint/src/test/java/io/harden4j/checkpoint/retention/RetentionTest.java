package io.harden4j.checkpoint.retention;

import static io.harden4j.checkpoint.RunStatus.COMPLETED;
import static io.harden4j.checkpoint.RunStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.MutableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final RetentionPolicy A_MONTH =
      RetentionPolicy.builder().deleteAfter(MONTH, COMPLETED).build();

  private final MutableClock clock = MutableClock.create();
  private final CheckpointStore store = new InMemoryCheckpointStore(clock);
  private final InMemoryControlStore control = new InMemoryControlStore();
  private final Office office = new Office(store, clock);

  private Retention.Builder retention() {
    return Retention.builder(store, control).clock(clock).threadsPerSecond(0);
  }

  @Test
  void what_is_old_enough_goes_and_nothing_else() {
    office.completed("acme", "old", "ana");
    office.suspended("acme", "waiting", "ana");
    office.completed("globex", "other", "ana");
    clock.advance(Duration.ofSeconds(1));
    office.completed("acme", "young", "ana");
    clock.advance(MONTH.minusSeconds(1));

    RetentionReport report = retention().policy("acme", A_MONTH).build().run("acme");

    assertThat(office.threads("acme")).containsExactly("waiting", "young");
    assertThat(office.threads("globex")).containsExactly("other");
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.receipts()).hasSize(1);
    assertThat(retention().build().run("globex").deleted()).as("no policy").isZero();
  }

  @Test
  void a_suspended_thread_goes_only_where_the_policy_names_it() {
    office.suspended("acme", "waiting", "ana");
    clock.advance(MONTH);

    retention().policy(A_MONTH).build().run("acme");
    assertThat(office.threads("acme")).containsExactly("waiting");

    RetentionPolicy all =
        RetentionPolicy.builder().deleteAfter(MONTH, SUSPENDED).build();
    retention().policy(all).build().run("acme");
    assertThat(office.threads("acme")).isEmpty();
  }

  @Test
  void a_thread_with_one_branch_that_stays_stays() {
    ThreadKey thread = office.completed("acme", "forked", "ana");
    clock.advance(MONTH);
    Lease lease = office.hold(thread);
    CheckpointRef head =
        store.head(thread, CheckpointRef.MAIN).orElseThrow().checkpoint().ref();
    store.fork(lease, head, "young-branch");
    store.release(lease);

    retention().policy(A_MONTH).build().run("acme");
    assertThat(office.threads("acme")).containsExactly("forked");

    clock.advance(MONTH);
    retention().policy(A_MONTH).build().run("acme");
    assertThat(office.threads("acme")).isEmpty();
  }

  @Test
  void a_held_thread_is_left_and_comes_up_again() {
    ThreadKey thread = office.completed("acme", "held", "ana");
    clock.advance(MONTH);
    Lease lease = office.hold(thread);
    Retention retention = retention().policy(A_MONTH).build();

    RetentionReport first = retention.run("acme");
    store.release(lease);
    RetentionReport second = retention.run("acme");

    assertThat(first.busy()).containsExactly(thread);
    assertThat(first.receipts().get(0).state()).isEqualTo(DeletionReceipt.State.PARTIAL);
    assertThat(first.receipts().get(0).names(thread)).isFalse();
    assertThat(second.deleted()).isEqualTo(1);
    assertThat(second.receipts().get(0).names(thread)).isTrue();
  }

  @Test
  void ended_threads_are_pruned_and_waiting_ones_are_not() {
    ThreadKey ended = office.completed("acme", "ended", "ana");
    ThreadKey waiting = office.suspended("acme", "waiting", "ana");
    RetentionPolicy two = RetentionPolicy.builder().keepPerBranch(1).build();

    RetentionReport report = retention().policy(two).build().run("acme");

    assertThat(report.checkpoints()).isEqualTo(1);
    assertThat(office.checkpoints(ended)).isEqualTo(1);
    assertThat(office.checkpoints(waiting)).isEqualTo(2);
    RetentionPolicy also =
        RetentionPolicy.builder().keepPerBranch(1, Set.of(SUSPENDED, COMPLETED)).build();
    retention().policy(also).build().run("acme");
    assertThat(office.checkpoints(waiting)).isEqualTo(1);
  }

  @Test
  void more_threads_than_one_receipt_holds_all_go() {
    for (int i = 0; i < 120; i++) {
      office.completed("acme", "t" + i, "ana");
    }
    clock.advance(MONTH);

    RetentionReport report = retention().policy(A_MONTH).build().run("acme");

    assertThat(office.threads("acme")).isEmpty();
    assertThat(report.deleted()).isEqualTo(120);
    assertThat(report.receipts()).hasSize(2).allMatch(DeletionReceipt::isIntact);
  }

  @Test
  void told_to_stop_it_stops() {
    office.completed("acme", "old", "ana");
    clock.advance(MONTH);
    Retention retention = retention().policy(A_MONTH).build();

    retention.close();

    assertThat(retention.run("acme").stopped()).isTrue();
    assertThat(office.threads("acme")).containsExactly("old");
  }

  @Test
  void a_thread_that_cannot_be_deleted_does_not_stop_the_others() {
    office.completed("acme", "a", "ana");
    ThreadKey broken = office.completed("acme", "broken", "ana");
    office.completed("acme", "z", "ana");
    clock.advance(MONTH);

    CheckpointStore failing = failing(
        lease -> lease.thread().equals(broken), new CheckpointStoreException("disk is broken"));
    RetentionReport report = Retention.builder(failing, control)
        .clock(clock)
        .threadsPerSecond(0)
        .policy(A_MONTH)
        .build()
        .run("acme");

    assertThat(office.threads("acme")).containsExactly("broken");
    assertThat(report.failed()).containsOnlyKeys(broken);
    assertThat(report.receipts().get(0).remaining()).isEqualTo(1);
  }

  @Test
  void it_works_in_the_background_until_it_is_closed() throws InterruptedException {
    office.completed("acme", "old", "ana");
    clock.advance(MONTH);
    CountDownLatch looks = new CountDownLatch(3);
    Retention retention = retention()
        .policy(A_MONTH)
        .every(Duration.ofMillis(1))
        .tenants(() -> {
          looks.countDown();
          if (looks.getCount() == 2) {
            throw new IllegalStateException("the list of tenants is not there");
          }
          return List.of("acme");
        })
        .build();

    retention.start();
    retention.start();
    boolean looked = looks.await(30, TimeUnit.SECONDS);
    retention.close();

    assertThat(looked).isTrue();
    assertThat(office.threads("acme")).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().equals("harden4j-retention"));
  }

  @Test
  void a_receipt_is_begun_before_the_first_thread_goes() {
    ThreadKey thread = office.completed("acme", "t1", "ana");
    CheckpointStore dying = failing(lease -> true, new OutOfMemoryError("the process dies here"));
    Retention retention = Retention.builder(dying, control).clock(clock).build();

    assertThatThrownBy(() -> retention.deleteThread(thread, "boss", "asked for"))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(retention.receipts("acme")).singleElement().satisfies(r -> {
      assertThat(r.state()).isEqualTo(DeletionReceipt.State.BEGUN);
      assertThat(r.names(thread)).isTrue();
    });
  }

  /** Returns this test's store, whose deletion fails for some leases. */
  private CheckpointStore failing(Predicate<Lease> which, Throwable error) {
    return (CheckpointStore) Proxy.newProxyInstance(
        CheckpointStore.class.getClassLoader(),
        new Class<?>[] {CheckpointStore.class},
        (proxy, method, args) -> {
          if (method.getName().equals("deleteThread") && which.test((Lease) args[0])) {
            throw error;
          }
          try {
            return method.invoke(store, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
