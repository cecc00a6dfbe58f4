package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.file.Threads;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A server whose disk is full says so with class 53100; a test cannot fill one, so it says it for the server, in the middle of a commit. */
class PostgresFullTest {
  private final AtomicBoolean full = new AtomicBoolean();

  @Test
  void a_full_disk_is_said_so_and_leaves_what_was_there() {
    KeptConnections connections = new KeptConnections(Postgres.dataSource(Postgres.fresh()));
    try (CheckpointStore store = PostgresCheckpointStore.builder(connections.source())
        .probe((what, stage) -> {
          if (full.get() && stage == Probe.Stage.MID) {
            throw new SQLException("could not extend file: No space left on device", "53100");
          }
        })
        .open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      CheckpointRef first = Threads.commit(store, lease, "there");

      full.set(true);
      assertThatThrownBy(() -> store.commit(lease, first, Threads.step(first, "lost")))
          .isInstanceOf(CheckpointStoreException.class)
          .hasMessageContaining("full")
          .hasMessageContaining("Free space");
      full.set(false);

      assertThat(store.list(CheckpointQuery.thread(Threads.THREAD)).items()).hasSize(1);
      store.commit(lease, first, Threads.step(first, "goes on"));
      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("goes on");
    }
  }
}
