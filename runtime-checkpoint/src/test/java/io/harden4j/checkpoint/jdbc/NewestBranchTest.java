package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.file.Threads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A step on the newest branch leaves the branch's row alone: the thread's row says where it stands. */
class NewestBranchTest {
  private final DataSource source =
      new KeptConnections(Postgres.dataSource(Postgres.fresh())).source();
  private final CheckpointStore store = PostgresCheckpointStore.open(source);
  private final CheckpointStore another = PostgresCheckpointStore.open(source);
  private final Lease lease = Threads.acquire(store, Threads.THREAD);

  private CheckpointRef step(CheckpointStore by, CheckpointRef head, String value) {
    return by.commit(lease, head, Threads.step(head, value));
  }

  private long headInTheRow() throws SQLException {
    try (Connection c = source.getConnection();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT MIN(head) FROM h4j_branch")) {
      r.next();
      return r.getLong(1);
    }
  }

  private CheckpointRef head(CheckpointStore by, String branch) {
    return by.head(Threads.THREAD, branch).orElseThrow().checkpoint().ref();
  }

  @Test
  void a_step_that_changes_only_the_head_writes_no_branch() throws SQLException {
    CheckpointRef first = Threads.commit(store, lease, "first");
    CheckpointRef second = step(store, first, "second");

    assertThat(headInTheRow()).isEqualTo(first.seq());
    assertThat(head(another, CheckpointRef.MAIN)).isEqualTo(second);
    assertThat(another.list(CheckpointQuery.heads(Threads.THREAD.tenant())).items())
        .extracting(CheckpointInfo::ref)
        .containsExactly(second);
  }

  @Test
  void each_branch_stays_where_it_is_when_another_one_goes_on() {
    CheckpointRef main = step(store, Threads.commit(store, lease, "first"), "second");
    CheckpointRef fork = step(store, store.fork(lease, main, "what-if"), "third");

    assertThat(head(another, CheckpointRef.MAIN)).isEqualTo(main);
    assertThat(head(another, "what-if")).isEqualTo(fork);

    CheckpointRef later = step(another, step(another, main, "fourth"), "fifth");

    assertThat(head(store, CheckpointRef.MAIN)).isEqualTo(later);
    assertThat(head(store, "what-if")).isEqualTo(fork);
    assertThat(step(store, fork, "sixth")).isEqualTo(head(another, "what-if"));
    assertThat(head(another, CheckpointRef.MAIN)).isEqualTo(later);
  }

  @Test
  void a_step_upon_a_head_that_another_process_deleted_is_refused() {
    CheckpointRef second = step(store, Threads.commit(store, lease, "first"), "second");
    another.deleteThread(lease);

    assertThatThrownBy(() -> step(store, second, "third")).isInstanceOf(StaleHeadException.class);

    assertThat(another.head(Threads.THREAD, CheckpointRef.MAIN)).isEmpty();
  }
}
