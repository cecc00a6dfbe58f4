package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.file.Threads;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How often a store on PostgreSQL asks its server: what counts when that is far away. */
class RoundTripsTest {
  private final List<String> sent = new ArrayList<>();
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
