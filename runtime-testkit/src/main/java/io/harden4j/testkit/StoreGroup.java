package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of the store's contract share: a fresh store, a lease on one thread, and what is opened is closed. */
abstract class StoreGroup {
  final CheckpointStoreContract subject;
  private final List<CheckpointStore> opened = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  CheckpointStore store;

  @SuppressWarnings("NullAway.Init")
  MutableClock clock;

  StoreGroup(CheckpointStoreContract subject) {
    this.subject = subject;
  }

  @BeforeEach
  void openStore() {
    clock = subject.clock();
    store = reopen();
  }

  @AfterEach
  void closeStores() {
    opened.forEach(CheckpointStore::close);
  }

  /** Opens another instance on the same backend: a new process. */
  CheckpointStore reopen() {
    CheckpointStore another = subject.open();
    opened.add(another);
    return another;
  }

  Lease lease() {
    return lease(Samples.THREAD);
  }

  Lease lease(ThreadKey thread) {
    return store.acquire(thread, Samples.ALICE, Samples.TTL).orElseThrow();
  }

  Line line() {
    return Line.fresh(store, lease(), CheckpointRef.MAIN);
  }

  Line line(ThreadKey thread) {
    return Line.fresh(store, lease(thread), CheckpointRef.MAIN);
  }

  StoredState head(Lease lease) {
    return head(lease, CheckpointRef.MAIN);
  }

  StoredState head(Lease lease, String branch) {
    return store.head(lease.thread(), branch).orElseThrow();
  }

  void assertThatNothingIsStoredOf(ThreadKey thread) {
    assertThat(store.head(thread, CheckpointRef.MAIN)).isEmpty();
  }
}
