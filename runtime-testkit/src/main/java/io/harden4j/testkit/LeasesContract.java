package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.ThreadKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Group E: who may write. */
abstract class LeasesContract extends StoreGroup {
  LeasesContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private Optional<Lease> acquire(Owner owner) {
    return store.acquire(Samples.THREAD, owner, Samples.TTL);
  }

  @Test
  void a_free_thread_is_given_for_the_time_asked() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();

    assertThat(lease.thread()).isEqualTo(Samples.THREAD);
    assertThat(lease.owner()).isEqualTo(Samples.ALICE);
    assertThat(lease.until()).isEqualTo(clock.instant().plus(Samples.TTL));
    assertThat(store.holder(Samples.THREAD)).contains(lease);
    assertThat(reopen().holder(Samples.THREAD)).contains(lease);
  }

  @Test
  void a_thread_nobody_holds_has_no_holder() {
    assertThat(store.holder(Samples.THREAD)).isEmpty();
  }

  @Test
  void a_busy_thread_is_given_to_nobody() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();

    assertThat(acquire(Samples.BOB)).isEmpty();
    assertThat(acquire(Samples.ALICE)).as("not twice to its owner either").isEmpty();
    assertThat(reopen().acquire(Samples.THREAD, Samples.BOB, Samples.TTL)).isEmpty();
    assertThat(store.holder(Samples.THREAD)).contains(lease);
  }

  @Test
  void threads_are_held_one_by_one() {
    acquire(Samples.ALICE);

    assertThat(store.acquire(Samples.thread("another"), Samples.BOB, Samples.TTL))
        .isPresent();
  }

  @Test
  void an_ended_lease_is_taken_over_with_a_higher_fence() {
    Lease old = acquire(Samples.ALICE).orElseThrow();

    clock.advance(Samples.TTL.minusMillis(1));
    assertThat(acquire(Samples.BOB)).isEmpty();
    clock.advance(Duration.ofMillis(1));

    assertThat(store.holder(Samples.THREAD)).isEmpty();
    assertThat(acquire(Samples.BOB).orElseThrow().fence()).isGreaterThan(old.fence());
  }

  @Test
  void a_dead_owner_on_this_host_is_taken_over_at_once() {
    Owner dead = new Owner(
        Samples.ALICE.host(), Samples.ALICE.pid(), Instant.ofEpochMilli(1), "process before");
    Lease old = acquire(dead).orElseThrow();

    assertThat(acquire(Samples.BOB).orElseThrow().fence()).isGreaterThan(old.fence());
  }

  @Test
  void an_owner_on_another_host_is_waited_for() {
    acquire(new Owner("far-away.invalid", 1, Instant.ofEpochMilli(1), "remote"));

    assertThat(acquire(Samples.BOB)).isEmpty();
  }

  @Test
  void renewing_keeps_the_fence_and_moves_the_end() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();
    clock.advance(Duration.ofSeconds(20));

    Lease renewed = store.renew(lease, Samples.TTL).orElseThrow();

    assertThat(renewed.fence()).isEqualTo(lease.fence());
    assertThat(renewed.until()).isEqualTo(clock.instant().plus(Samples.TTL));
    clock.advance(Duration.ofSeconds(20));
    assertThat(acquire(Samples.BOB)).isEmpty();
    assertThat(store.holder(Samples.THREAD)).contains(renewed);
  }

  @Test
  void a_lease_that_was_taken_over_is_not_renewed() {
    Lease old = acquire(Samples.ALICE).orElseThrow();
    clock.advance(Samples.TTL);
    Lease newer = acquire(Samples.BOB).orElseThrow();

    assertThat(store.renew(old, Samples.TTL)).isEmpty();
    assertThat(store.holder(Samples.THREAD)).contains(newer);
  }

  @Test
  void a_released_lease_is_not_renewed() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();
    store.release(lease);

    assertThat(store.renew(lease, Samples.TTL)).isEmpty();
  }

  @Test
  void a_released_thread_is_free_with_a_higher_fence() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();

    store.release(lease);

    assertThat(store.holder(Samples.THREAD)).isEmpty();
    assertThat(acquire(Samples.BOB).orElseThrow().fence()).isGreaterThan(lease.fence());
  }

  @Test
  void a_late_release_does_not_free_the_next_owners_thread() {
    Lease old = acquire(Samples.ALICE).orElseThrow();
    clock.advance(Samples.TTL);
    Lease newer = acquire(Samples.BOB).orElseThrow();

    store.release(old);

    assertThat(store.holder(Samples.THREAD)).contains(newer);
  }

  @Test
  void fences_rise_over_instances_threads_and_deletion() {
    Lease first = acquire(Samples.ALICE).orElseThrow();
    Line.fresh(store, first, "main").commit();
    store.deleteThread(first);
    store.release(first);

    Lease second = reopen().acquire(Samples.THREAD, Samples.ALICE, Samples.TTL).orElseThrow();
    Lease third =
        reopen().acquire(Samples.thread("other"), Samples.ALICE, Samples.TTL).orElseThrow();

    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(third.fence()).isNotIn(first.fence(), second.fence());
  }

  @Test
  void of_many_who_ask_at_once_one_gets_the_thread() throws Exception {
    for (int round = 0; round < 30; round++) {
      ThreadKey thread = Samples.thread("wanted-" + round);
      List<Callable<Optional<Lease>>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Owner owner = Owner.thisProcess("owner-" + i);
        calls.add(() -> store.acquire(thread, owner, Samples.TTL));
      }

      List<Optional<Lease>> given = AtOnce.run(calls);

      assertThat(given.stream().flatMap(Optional::stream)).hasSize(1);
    }
  }

  @Test
  void a_clock_that_goes_back_gives_the_thread_to_nobody_else() {
    Lease lease = acquire(Samples.ALICE).orElseThrow();

    clock.advance(Duration.ofMinutes(-5));

    assertThat(acquire(Samples.BOB)).isEmpty();
    assertThat(store.holder(Samples.THREAD)).contains(lease);
    assertThat(Line.fresh(store, lease, "main").commit().seq()).isPositive();
  }
}
