package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.testkit.MutableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in memory is small enough to be read; the one in files must be told apart from it by nothing but its name. */
class SameAsInMemoryTest {
  private static final int STEPS = 300;

  @TempDir
  Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void answers_like_the_store_in_memory_whatever_is_done_to_it(long seed) {
    MutableClock clock = MutableClock.create();
    RandomStores stores = new RandomStores(seed, clock);
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    CheckpointStore file = open(clock, 0);

    for (int step = 0; step < STEPS; step++) {
      Function<CheckpointStore, Object> next = stores.next();
      Object expected = RandomStores.answerOf(next, memory);
      Object actual = RandomStores.answerOf(next, file);

      assertThat(actual).as("seed %d, answer of step %d", seed, step).isEqualTo(expected);
      if (step % 10 == 0) {
        file = step % 20 == 0 ? file : open(clock, step % 3 == 0 ? 0 : 20_000);
        assertThat(stores.everything(file))
            .as("seed %d, state after step %d", seed, step)
            .isEqualTo(stores.everything(memory));
      }
    }
  }

  @Test
  void a_key_that_was_removed_and_begun_anew_is_not_joined_with_its_past_by_a_rewrite() {
    MutableClock clock = MutableClock.create();
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    removeAndBeginAnew(memory);
    removeAndBeginAnew(open(clock, 0));

    StoredState actual = open(clock, 0).head(Threads.THREAD, CheckpointRef.MAIN).orElseThrow();

    assertThat(actual).isEqualTo(memory.head(Threads.THREAD, CheckpointRef.MAIN).orElseThrow());
    assertThat(Threads.value(actual)).isEqualTo("anew");
  }

  /** The first checkpoint stays, because a branch left there; the one without the key is pruned. */
  private static void removeAndBeginAnew(CheckpointStore store) {
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef first = Threads.commit(store, lease, "past");
    store.fork(lease, first, "what-if");
    CheckpointRef without = store.commit(
        lease,
        first,
        Threads.emptyStep(CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN), "run-1"));
    KeyEntry delta = new KeyEntry("", "n", 1, KeyEntry.Kind.DELTA, Threads.payload("anew"));
    CheckpointRef none = CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN);
    store.commit(
        lease,
        without,
        StepCommit.of(Threads.checkpoint(none, "run-1", Map.of("n", 1L)), List.of(delta)));
    for (int i = 0; i < 50; i++) {
      store.renew(lease, Threads.TTL);
    }
    store.prune(lease, PrunePolicy.keepLatest());
    store.renew(lease, Threads.TTL);
  }

  /** Opens a store that rewrites its logs as soon as half of them is useless, but for {@code leastDeadBytes}. */
  private CheckpointStore open(MutableClock clock, long leastDeadBytes) {
    return FileCheckpointStore.builder(directory)
        .clock(clock)
        .leastDeadBytes(leastDeadBytes)
        .open();
  }
}
