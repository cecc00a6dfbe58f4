package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.file.Threads;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How often a store on PostgreSQL asks its server: what counts when that is far away. */
class RoundTripsTest {
  private final List<String> sent = new ArrayList<>();
  private Consumer<String> beforeEach = sql -> {};
  private final DataSource source = counting();
  private final CheckpointStore store = PostgresCheckpointStore.open(source);

  private DataSource counting() {
    DataSource real = new KeptConnections(Postgres.dataSource(Postgres.fresh())).source();
    return KeptConnections.proxy(DataSource.class, (p, method, args) -> {
      Object result = KeptConnections.call(real, method, args);
      return result instanceof Connection c ? counting(c) : result;
    });
  }

  private Connection counting(Connection real) {
    return KeptConnections.proxy(Connection.class, (p, method, args) -> {
      if (method.getName().equals("prepareStatement")) {
        sent.add((String) args[0]);
        beforeEach.accept((String) args[0]);
      }
      return KeptConnections.call(real, method, args);
    });
  }

  @Test
  void a_head_takes_one_and_a_step_upon_the_last_one_another() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef first = Threads.commit(store, lease, "first");

    sent.clear();
    store.head(Threads.THREAD, CheckpointRef.MAIN);
    assertThat(sent).hasSize(1);

    sent.clear();
    store.commit(lease, first, Threads.step(first, "second"));
    assertThat(sent).hasSize(1);
    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("second");
  }

  @Test
  void a_head_of_which_something_is_recorded_takes_two() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "first");
    TaskRecord waiting = Threads.suspended(Threads.THREAD);
    store.putTask(lease, waiting);
    sent.clear();

    assertThat(store.head(Threads.THREAD, CheckpointRef.MAIN).orElseThrow().tasks())
        .containsExactly(waiting);

    assertThat(sent).hasSize(2);
  }

  @Test
  void a_head_with_entries_that_build_upon_others_takes_two_the_first_time() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    appendTo(Threads.commit(store, lease, "first"), lease);
    sent.clear();

    assertThat(entries()).hasSize(2);
    assertThat(sent).hasSize(2);

    assertThat(entries()).hasSize(2);
    assertThat(sent).hasSize(3);
  }

  @Test
  void a_head_that_moves_on_while_it_is_read_is_read_again() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef first = Threads.commit(store, lease, "first");
    store.putTask(lease, Threads.suspended(Threads.THREAD));
    CheckpointStore another = PostgresCheckpointStore.open(source);
    beforeEach = sql -> {
      if (sql.contains("FROM h4j_task")) {
        beforeEach = none -> {};
        another.commit(lease, first, Threads.step(first, "second"));
      }
    };

    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("second");
    assertThat(sent).anyMatch(sql -> sql.contains("INSERT INTO h4j_checkpoint"));
  }

  @Test
  void a_checkpoint_that_is_the_head_no_more_has_no_records() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef first = Threads.commit(store, lease, "first");
    store.putTask(lease, Threads.suspended(Threads.THREAD));
    assertThat(store.get(first).orElseThrow().tasks()).hasSize(1);
    CheckpointStore another = PostgresCheckpointStore.open(source);
    beforeEach = sql -> {
      if (sql.contains("FROM h4j_task")) {
        beforeEach = none -> {};
        another.commit(lease, first, Threads.step(first, "second"));
      }
    };

    assertThat(store.get(first).orElseThrow().tasks()).isEmpty();
  }

  @Test
  void an_entry_that_is_gone_is_told() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "first");
    Postgres.run(source, "DELETE FROM h4j_value");
    assertThatThrownBy(() -> store.head(Threads.THREAD, CheckpointRef.MAIN))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("an entry that the checkpoint needs is missing");
  }

  @Test
  void an_entry_that_another_builds_upon_and_that_is_gone_is_told() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    appendTo(Threads.commit(store, lease, "first"), lease);
    Postgres.run(source, "DELETE FROM h4j_value WHERE base = 0");
    assertThatThrownBy(() -> store.head(Threads.THREAD, CheckpointRef.MAIN))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("an entry that the checkpoint needs is missing");
  }

  private void appendTo(CheckpointRef head, Lease lease) {
    KeyEntry added = new KeyEntry("", "n", 2, KeyEntry.Kind.DELTA, Threads.payload("more"));
    Checkpoint next = Threads.checkpoint(
        CheckpointRef.none(head.thread(), head.branch()), "run-1", Map.of("n", 2L));
    store.commit(lease, head, StepCommit.of(next, List.of(added)));
  }

  private List<KeyEntry> entries() {
    return store
        .head(Threads.THREAD, CheckpointRef.MAIN)
        .orElseThrow()
        .entries()
        .getOrDefault("n", List.of());
  }

  @Test
  void a_step_upon_a_checkpoint_this_store_does_not_know_takes_three() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef first = Threads.commit(store, lease, "first");
    try (CheckpointStore another = PostgresCheckpointStore.open(source)) {
      assertThat(another.holder(Threads.THREAD)).contains(lease);
      sent.clear();

      another.commit(lease, first, Threads.step(first, "second"));

      assertThat(sent).hasSize(3);
    }
  }

  @Test
  void a_renewed_lease_takes_two() {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "first");
    sent.clear();

    store.renew(lease, Threads.TTL);

    assertThat(sent).hasSize(2);
  }
}
