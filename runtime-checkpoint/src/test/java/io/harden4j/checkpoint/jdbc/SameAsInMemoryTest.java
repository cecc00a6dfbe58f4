package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.file.RandomStores;
import io.harden4j.testkit.MutableClock;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in memory is small enough to be read; those in databases must be told apart from it by nothing but their names. */
class SameAsInMemoryTest {
  private static final int STEPS = 300;

  @TempDir
  Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 42})
  void sqlite_answers_like_the_store_in_memory_whatever_is_done_to_it(long seed) {
    MutableClock clock = MutableClock.create();

    compare(
        seed,
        clock,
        () -> SqliteCheckpointStore.builder(directory.resolve("store.db"))
            .clock(clock)
            .open());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 1234})
  void postgres_answers_like_the_store_in_memory_whatever_is_done_to_it(long seed) {
    MutableClock clock = MutableClock.create();
    try (HikariDataSource pool = Postgres.pool(Postgres.fresh(), 2)) {
      compare(
          seed, clock, () -> PostgresCheckpointStore.builder(pool).clock(clock).open());
    }
  }

  private static void compare(long seed, MutableClock clock, Supplier<CheckpointStore> open) {
    RandomStores stores = new RandomStores(seed, clock);
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    CheckpointStore store = open.get();
    for (int step = 0; step < STEPS; step++) {
      Function<CheckpointStore, Object> next = stores.next();
      Object expected = RandomStores.answerOf(next, memory);
      Object actual = RandomStores.answerOf(next, store);

      assertThat(actual).as("seed %d, answer of step %d", seed, step).isEqualTo(expected);
      if (step % 10 == 0) {
        if (step % 20 > 0) {
          store.close();
          store = open.get();
        }
        assertThat(stores.everything(store))
            .as("seed %d, state after step %d", seed, step)
            .isEqualTo(stores.everything(memory));
      }
    }
    store.close();
  }
}
