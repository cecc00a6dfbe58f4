package io.harden4j.checkpoint.jdbc;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.graph.Ask;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.RunWorker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that looks by itself once in an hour goes on with what another process on the store did. */
@Timeout(60)
class WatchTest {
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final StateKey<String> TEXT = StateKey.of("text", String.class);
  private static final StateGraph GRAPH = StateGraph.builder("asking")
      .state(TEXT)
      .node("ask", ctx -> {
        String way = ctx.ask(Ask.of("Which way?", String.class));
        String paid = ctx.awaitEvent("paid", String.class, Duration.ofHours(9)).orElse("never");
        return Update.of(TEXT, way + ", " + paid);
      })
      .start("ask")
      .edge("ask", END)
      .build();

  @TempDir
  Path directory;

  private final BlockingQueue<RunResult> ended = new LinkedBlockingQueue<>();

  private RunResult next() throws InterruptedException {
    RunResult result = ended.poll(20, TimeUnit.SECONDS);
    assertThat(result).as("a segment ends").isNotNull();
    return result;
  }

  private static AgentRuntime runtime(CheckpointStore store) {
    return AgentRuntime.builder().checkpoints(store).graphs(GRAPH).build();
  }

  private RunWorker worker(AgentRuntime runtime) {
    return runtime.worker().poll(Duration.ofHours(1)).onEnd(ended::add).start();
  }

  private void whatAnotherProcessDoesIsGoneOnWith(Supplier<CheckpointStore> open)
      throws InterruptedException {
    try (CheckpointStore here = open.get();
        CheckpointStore there = open.get();
        AgentRuntime working = runtime(here);
        AgentRuntime another = runtime(there)) {
      worker(working);

      another.submit(GRAPH, Update.none(), RunOptions.thread("t").as(ANA));
      assertThat(next()).isInstanceOf(RunResult.Suspended.class);

      another.inbox().answer(another.inbox().open(ANA).get(0), "left", ANA);
      assertThat(next()).isInstanceOf(RunResult.Suspended.class);

      another.signal(ANA, "t", "paid", "A-1");
      assertThat(next().orThrow().get(TEXT)).isEqualTo("left, A-1");
    }
  }

  @Test
  void a_worker_on_files_hears_of_submitted_threads_answers_and_events() throws Exception {
    whatAnotherProcessDoesIsGoneOnWith(() -> FileCheckpointStore.open(directory));
  }

  @Test
  void a_worker_in_memory_hears_of_what_another_runtime_does() throws Exception {
    CheckpointStore both = new InMemoryCheckpointStore();

    whatAnotherProcessDoesIsGoneOnWith(() -> both);
  }

  @Test
  void a_worker_on_sqlite_hears_of_submitted_threads_answers_and_events() throws Exception {
    whatAnotherProcessDoesIsGoneOnWith(
        () -> SqliteCheckpointStore.open(directory.resolve("store.db")));
  }

  @Test
  void a_worker_on_postgres_hears_of_submitted_threads_answers_and_events() throws Exception {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 5)) {
      whatAnotherProcessDoesIsGoneOnWith(() -> PostgresCheckpointStore.open(pool));
    }
  }

  @Test
  void a_worker_whose_connection_was_cut_listens_again_and_looks() throws Exception {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 5);
        CheckpointStore here = PostgresCheckpointStore.open(pool);
        AgentRuntime working = runtime(here);
        AgentRuntime another = runtime(PostgresCheckpointStore.open(pool))) {
      worker(working);

      Postgres.run(
          pool,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN h4j%'"
              + " AND pid <> pg_backend_pid()");
      another.submit(GRAPH, Update.none(), RunOptions.thread("t").as(ANA));

      assertThat(next()).isInstanceOf(RunResult.Suspended.class);
    }
  }

  @Test
  void a_connection_goes_back_to_its_pool_without_listening() throws Exception {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 2);
        PostgresCheckpointStore store = PostgresCheckpointStore.open(pool)) {
      store.watchWork(() -> {}).close();

      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      assertThat(listening(pool)).isZero();
    }
  }

  private static long listening(HikariDataSource pool) throws SQLException {
    long channels = 0;
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      for (Connection c : new Connection[] {one, two}) {
        try (var s = c.createStatement();
            var rows = s.executeQuery("SELECT count(*) FROM pg_listening_channels()")) {
          rows.next();
          channels += rows.getLong(1);
        }
      }
    }
    return channels;
  }
}
