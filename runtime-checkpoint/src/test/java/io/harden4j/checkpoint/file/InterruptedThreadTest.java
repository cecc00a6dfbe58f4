package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.QuestionId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cancelled task's thread is interrupted, and its outcome is to be recorded all the same. */
class InterruptedThreadTest {
  @TempDir
  Path directory;

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  @Test
  void an_interrupted_thread_reads_and_writes_and_stays_interrupted() {
    CheckpointStore store = FileCheckpointStore.open(directory);

    Thread.currentThread().interrupt();
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "written");
    store.putTask(lease, Threads.suspended(Threads.THREAD, Threads.question(Threads.THREAD, "q")));
    store.answer(new QuestionId("acme", "q"), 1, Threads.payload("yes"), "human");

    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("written");
    assertThat(store.question(new QuestionId("acme", "q")).orElseThrow().answer())
        .isNotNull();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void an_interrupt_in_the_middle_of_a_write_does_no_harm() {
    CheckpointStore store = FileCheckpointStore.builder(directory)
        .leastDeadBytes(100)
        .hook((op, stage) -> Thread.currentThread().interrupt())
        .open();
    Lease lease = Threads.acquire(store, Threads.THREAD);

    for (int i = 0; i < 50; i++) {
      Threads.commit(store, lease, "value " + i);
      store.renew(lease, Threads.TTL);
    }
    store.deleteThread(lease);
    Threads.commit(store, lease, "again");

    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo("again");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
