package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.file.RandomStores;
import io.harden4j.checkpoint.file.Threads;
import io.harden4j.testkit.MutableClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two stores on one database, as two processes have them: what one remembers of the last commit, and what it need not read of a head, is never out of
 * date by what the other one did.
 */
@Timeout(120)
class TwoStoresTest {
  private static final int STEPS = 400;
  private static final int VISITS = 150;

  @TempDir
  Path directory;

  private final MutableClock clock = MutableClock.create();

  private CheckpointStore sqlite() {
    return SqliteCheckpointStore.builder(directory.resolve("store.db"))
        .clock(clock)
        .open();
  }

  private CheckpointStore postgres(HikariDataSource pool) {
    return PostgresCheckpointStore.builder(pool).clock(clock).open();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 11})
  void in_turns_on_sqlite_they_answer_like_one_in_memory(long seed) {
    inTurns(seed, this::sqlite);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 2026})
  void in_turns_on_postgres_they_answer_like_one_in_memory(long seed) {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 2)) {
      inTurns(seed, () -> postgres(pool));
    }
  }

  private void inTurns(long seed, Supplier<CheckpointStore> open) {
    RandomStores stores = new RandomStores(seed, clock);
    Random turns = new Random(seed);
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    List<CheckpointStore> both = List.of(open.get(), open.get());
    for (int step = 0; step < STEPS; step++) {
      Function<CheckpointStore, Object> next = stores.next();
      Object expected = RandomStores.answerOf(next, memory);
      Object actual = RandomStores.answerOf(next, both.get(turns.nextInt(4) / 3));

      assertThat(actual).as("seed %d, answer of step %d", seed, step).isEqualTo(expected);
      if (step % 8 == 0) {
        assertThat(stores.everything(both.get(turns.nextInt(2))))
            .as("seed %d, state after step %d", seed, step)
            .isEqualTo(stores.everything(memory));
      }
    }
    both.forEach(CheckpointStore::close);
  }

  /** What the writer was told is recorded: the visit of the head's task, and how many records there are of it. */
  private record Told(int visit, int records) {}

  @Test
  void a_reader_on_sqlite_misses_no_record_that_a_writer_was_told_of() throws Exception {
    atOnce(this::sqlite);
  }

  @Test
  void a_reader_on_postgres_misses_no_record_that_a_writer_was_told_of() throws Exception {
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 4)) {
      atOnce(() -> postgres(pool));
    }
  }

  @Test
  void nor_does_one_under_the_strictest_isolation() throws Exception {
    String strict = "&options=-c%20default_transaction_isolation=serializable";
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh() + strict, 4)) {
      atOnce(() -> postgres(pool));
    }
  }

  private void atOnce(Supplier<CheckpointStore> open) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(2);
    AtomicReference<Told> told = new AtomicReference<>(new Told(-1, 0));
    try (CheckpointStore writer = open.get();
        CheckpointStore other = open.get()) {
      List<Future<Integer>> reading = new ArrayList<>();
      for (CheckpointStore store : List.of(writer, other)) {
        reading.add(readers.submit(() -> readUntilTheEnd(store, told)));
      }
      write(writer, told);
      for (Future<Integer> each : reading) {
        assertThat(each.get()).isPositive();
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private static void write(CheckpointStore store, AtomicReference<Told> told) {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef head = CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN);
    for (int visit = 0; visit < VISITS; visit++) {
      TaskKey task = task(visit);
      head = store.commit(lease, head, StepCommit.of(planning(task), List.of()));
      told.set(new Told(visit, 0));
      if (visit % 3 != 0) {
        store.beginEffect(lease, effect(task, EffectState.INTENT), null);
        told.set(new Told(visit, 1));
        store.putTask(lease, failed(task));
        told.set(new Told(visit, 2));
      }
    }
    told.set(new Told(VISITS, 0));
  }

  private static int readUntilTheEnd(CheckpointStore store, AtomicReference<Told> told) {
    int reads = 0;
    for (Told before = told.get(); before.visit() < VISITS; before = told.get()) {
      StoredState head = store.head(Threads.THREAD, CheckpointRef.MAIN).orElse(null);
      if (before.visit() >= 0) {
        assertThat(head).isNotNull();
        int visit = head.checkpoint().frontier().get(0).id().visit();
        assertThat(visit).isGreaterThanOrEqualTo(before.visit());
        if (visit == before.visit()) {
          assertThat(head.effects().size() + head.tasks().size())
              .as("records of visit %d", visit)
              .isGreaterThanOrEqualTo(before.records());
        }
        reads++;
      }
    }
    return reads;
  }

  private static TaskKey task(int visit) {
    return new TaskKey(Threads.THREAD, CheckpointRef.MAIN, new TaskId("", "act", "", visit), 0);
  }

  private static EffectRecord effect(TaskKey task, EffectState state) {
    EffectKey key = new EffectKey(task, "tool:pay", "d", 0);
    return new EffectRecord(key, true, "key", state, Threads.payload("pay"), null);
  }

  private static TaskRecord failed(TaskKey task) {
    return new TaskRecord(
        task, 1, TaskState.CANCELLED, List.of(), List.of(), List.of(), null, Threads.AT);
  }

  private static Checkpoint planning(TaskKey task) {
    return new Checkpoint(
        CheckpointRef.none(task.thread(), task.branch()),
        null,
        new RunId("run"),
        0,
        Cause.STEP,
        1,
        0,
        new GraphVersion("support", 1, "f00d"),
        Map.of(),
        task.task().visit() + 1,
        List.of(new PlannedTask(task.task(), null, null)),
        List.of(),
        RunStatus.RUNNING,
        Spent.NOTHING,
        "",
        Map.of(),
        Threads.AT);
  }
}
