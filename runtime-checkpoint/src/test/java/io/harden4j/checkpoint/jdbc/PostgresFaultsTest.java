package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.file.Threads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresFaultsTest extends FaultsContract {
  private final String url = Postgres.fresh();
  private final HikariDataSource pool = Postgres.pool(url, 6);

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Override
  JdbcCheckpointStore open(Schema schema, Probe probe) {
    return PostgresCheckpointStore.builder(pool)
        .clock(clock)
        .schema(schema)
        .probe(probe)
        .open();
  }

  @Override
  void sql(String sql) {
    Postgres.run(pool, sql);
  }

  @Override
  long rows(String table) {
    try (Connection c = pool.getConnection();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT count(*) FROM " + table)) {
      r.next();
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  @Override
  SQLException conflict() {
    return new SQLException("could not serialize access", "40001");
  }

  @Override
  String bytes(String hex) {
    return "'\\x" + hex + "'";
  }

  /** When a connection breaks, as seen from the statement that commits. */
  private enum Cut {
    BEFORE_IT_IS_SENT,
    AFTER_IT_IS_DONE
  }

  /** A data source whose connections break at their commit, once switched on; counts how often. */
  private final class Cutting {
    private final Cut when;
    private final AtomicInteger cuts = new AtomicInteger(Integer.MIN_VALUE);
    private final AtomicBoolean down = new AtomicBoolean();
    private volatile boolean staysDown;

    Cutting(Cut when) {
      this.when = when;
    }

    void arm() {
      cuts.set(0);
    }

    DataSource source() {
      DataSource real = Postgres.dataSource(url);
      return KeptConnections.proxy(DataSource.class, (p, method, args) -> {
        if (!method.getName().equals("getConnection")) {
          return KeptConnections.call(real, method, args);
        } else if (down.get()) {
          throw new SQLException("connection refused", "08001");
        }
        return connection(real.getConnection());
      });
    }

    private Connection connection(Connection real) {
      return KeptConnections.proxy(Connection.class, (p, method, args) -> {
        Object result = KeptConnections.call(real, method, args);
        boolean commits = method.getName().equals("prepareStatement")
            && (((String) args[0]).endsWith("COMMIT")
                || ((String) args[0]).startsWith("WITH claim"));
        return commits ? statement(real, (PreparedStatement) result) : result;
      });
    }

    private PreparedStatement statement(Connection real, PreparedStatement statement) {
      return KeptConnections.proxy(PreparedStatement.class, (p, method, args) -> {
        boolean first = method.getName().startsWith("execute") && cuts.getAndIncrement() == 0;
        if (first && when == Cut.BEFORE_IT_IS_SENT) {
          real.close();
        }
        Object result = KeptConnections.call(statement, method, args);
        if (first) {
          down.set(staysDown);
          throw new SQLException("the connection broke", "08006");
        }
        return result;
      });
    }
  }

  @Test
  void a_connection_cut_before_a_commit_arrives_is_seen_as_such_and_the_commit_made_again() {
    commitsOnceDespite(new Cutting(Cut.BEFORE_IT_IS_SENT));
  }

  @Test
  void a_connection_cut_after_a_commit_is_seen_as_such_and_nothing_is_written_twice() {
    commitsOnceDespite(new Cutting(Cut.AFTER_IT_IS_DONE));
  }

  private void commitsOnceDespite(Cutting cutting) {
    try (CheckpointStore store =
        PostgresCheckpointStore.builder(cutting.source()).clock(clock).open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Threads.commit(store, lease, "before");
      cutting.arm();

      CheckpointRef ref = Threads.commit(store, lease, "once");

      assertThat(cutting.cuts.get()).isPositive();
      assertThat(store.list(CheckpointQuery.thread(Threads.THREAD)).items()).hasSize(2);
      assertThat(store.head(Threads.THREAD, "main").orElseThrow().checkpoint().ref())
          .isEqualTo(ref);
      Threads.commit(store, lease, "goes on");
    }
  }

  @Test
  void a_commit_whose_outcome_nobody_can_tell_is_said_to_be_unknown() {
    Cutting cutting = new Cutting(Cut.AFTER_IT_IS_DONE);
    try (CheckpointStore store = PostgresCheckpointStore.builder(cutting.source())
        .clock(clock)
        .patience(Duration.ofMillis(200))
        .open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      cutting.arm();
      cutting.staysDown = true;

      assertThatThrownBy(() -> Threads.commit(store, lease, "perhaps"))
          .isInstanceOf(CheckpointStoreException.class)
          .hasMessageContaining("not known")
          .hasMessageContaining("Read the thread again");

      cutting.down.set(false);
      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("perhaps");
    }
  }

  @Test
  void a_deadlock_with_somebody_else_is_got_over() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Probe probe = (what, stage) -> {
      if (what.startsWith("commit") && stage == Probe.Stage.BEFORE) {
        waits.countDown();
      }
    };
    try (CheckpointStore store = open(Schema.known(), probe);
        Connection other = pool.getConnection();
        Statement s = other.createStatement()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Threads.commit(store, lease, "first");
      other.setAutoCommit(false);
      s.execute("SELECT 1 FROM h4j_branch FOR UPDATE");
      CompletableFuture<CheckpointRef> commit =
          CompletableFuture.supplyAsync(() -> Threads.commit(store, lease, "second"));
      waits.await();

      try {
        s.execute("SELECT 1 FROM h4j_thread FOR UPDATE");
      } catch (SQLException victim) {
        assertThat(victim.getSQLState()).isEqualTo("40P01");
      }
      other.rollback();

      assertThat(commit.get().seq()).isEqualTo(2);
      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("second");
    }
  }

  @Test
  void works_under_the_strictest_isolation_too() throws Exception {
    String strict = url + "&options=-c%20default_transaction_isolation=serializable";
    try (HikariDataSource serializable = Postgres.pool(strict, 4);
        PostgresControlStore control = PostgresControlStore.open(serializable)) {
      Runnable reserving = () -> {
        for (int i = 0; i < 10; i++) {
          control.reserve("acme", "tokens", 1, 1_000);
        }
      };
      CompletableFuture<?> one = CompletableFuture.runAsync(reserving);
      CompletableFuture<?> two = CompletableFuture.runAsync(reserving);
      CompletableFuture.allOf(one, two, CompletableFuture.runAsync(reserving)).get();

      assertThat(control.counter("acme", "tokens")).isEqualTo(30);
    }
  }

  @Test
  void a_refused_login_says_what_to_correct() {
    PGSimpleDataSource wrong = new PGSimpleDataSource();
    wrong.setUrl(url);
    wrong.setUser(Postgres.LOCKED);
    wrong.setPassword("guessed");
    Assumptions.assumeTrue(refuses(wrong), "the server lets everybody in");

    assertThatThrownBy(() -> PostgresCheckpointStore.open(wrong))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("refused the login")
        .hasMessageContaining("correct user and password")
        .hasMessageNotContaining("guessed");
  }

  private static boolean refuses(DataSource source) {
    try (Connection c = source.getConnection()) {
      return c.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @Test
  void a_server_that_is_down_says_what_to_check() {
    DataSource nobody = Postgres.dataSource("jdbc:postgresql://127.0.0.1:1/none");

    assertThatThrownBy(() -> PostgresCheckpointStore.builder(nobody)
            .patience(Duration.ofMillis(200))
            .open())
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("Check that the database runs");
  }

  @Test
  void a_server_that_comes_back_is_waited_for() {
    AtomicInteger refused = new AtomicInteger();
    DataSource restarting = KeptConnections.proxy(DataSource.class, (p, method, args) -> {
      if (method.getName().equals("getConnection") && refused.incrementAndGet() <= 3) {
        throw new SQLException("the database system is starting up", "57P03");
      }
      return KeptConnections.call(pool, method, args);
    });

    try (CheckpointStore store = PostgresCheckpointStore.open(restarting)) {
      assertThat(Threads.acquire(store, Threads.THREAD)).isNotNull();
    }
    assertThat(refused.get()).isGreaterThan(3);
  }

  @Test
  void one_connection_is_enough() {
    try (HikariDataSource single = Postgres.pool(url, 1);
        CheckpointStore store = PostgresCheckpointStore.open(single)) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Threads.commit(store, lease, "v");
      store.fork(
          lease, store.head(Threads.THREAD, "main").orElseThrow().checkpoint().ref(), "b");
      store.prune(lease, PrunePolicy.keepLatest());

      assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("v");
    }
  }

  @Test
  void leases_end_by_the_clock_of_the_database() {
    try (CheckpointStore store = PostgresCheckpointStore.open(pool)) {
      Lease lease = Threads.acquire(store, Threads.THREAD);

      assertThat(store.holder(Threads.THREAD)).contains(lease);
      sql("UPDATE h4j_thread SET lease_end ="
          + " CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) - 1");

      assertThat(store.holder(Threads.THREAD)).isEmpty();
    }
  }
}
