package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PrunePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads between the steps of a write, by the index that both share: some of a log that was replaced since it was opened. */
class StaleReaderTest {
  private static final int COMMITS = 4;

  /** Does nothing between the steps of a write. */
  private static final FaultHook QUIET = (op, stage) -> {};

  @TempDir
  Path directory;

  private FaultHook between = QUIET;
  private FileCheckpointStore store;
  private Lease lease;
  private LogFile stale;

  /** Leaves a reader behind in a log of one checkpoint, which was then replaced and written on. */
  @BeforeEach
  void openALogThatIsThenReplaced() throws IOException {
    store = FileCheckpointStore.builder(directory)
        .hook((op, stage) -> between.at(op, stage))
        .open();
    lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "value 1");
    stale = LogFile.open(Threads.log(directory), false, "a thread");
    assertThat(rekey("k1")).isPositive();
    for (int i = 2; i <= COMMITS; i++) {
      Threads.commit(store, lease, "value " + i);
    }
  }

  @AfterEach
  void closeTheLog() throws IOException {
    stale.close();
  }

  private long rekey(String key) {
    return store.reencrypt(
        lease, (address, p) -> new Payload(p.codec(), p.schema(), key, p.bytes()));
  }

  /** Brings the shared index to where the stale reader is, once, when a write has been decided. */
  private FaultHook turningBackBefore(StoreOp op) {
    return (at, stage) -> {
      if (at == op && stage == FaultHook.Stage.BEFORE) {
        between = QUIET;
        ThreadIndex shared = store.logs().read(Threads.THREAD, (index, items) -> index);
        shared.lock().lock();
        try {
          shared.refresh(stale);
          assertThat(shared.rows()).hasSize(1);
        } finally {
          shared.lock().unlock();
        }
      }
    };
  }

  private static List<Long> steps(CheckpointStore of) {
    return of.list(CheckpointQuery.thread(Threads.THREAD)).items().stream()
        .map(info -> info.ref().seq())
        .toList();
  }

  @Test
  void an_append_goes_behind_what_is_there_though_a_stale_reader_came_between() {
    between = turningBackBefore(StoreOp.COMMIT);

    Threads.commit(store, lease, "value 5");

    assertThat(between).as("the reader came").isSameAs(QUIET);
    CheckpointStore fresh = FileCheckpointStore.open(directory);
    assertThat(Threads.value(fresh, Threads.THREAD)).isEqualTo("value 5");
    assertThat(steps(fresh)).isEqualTo(steps(store)).containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void a_rewrite_keeps_all_there_is_though_a_stale_reader_came_between() {
    between = turningBackBefore(StoreOp.REKEY);

    long changed = rekey("k2");

    assertThat(between).as("the reader came").isSameAs(QUIET);
    assertThat(changed).isEqualTo(COMMITS);
    CheckpointStore fresh = FileCheckpointStore.open(directory);
    assertThat(Threads.value(fresh, Threads.THREAD)).isEqualTo("value " + COMMITS);
    assertThat(steps(fresh)).isEqualTo(steps(store)).containsExactly(4L, 3L, 2L, 1L);
  }

  @Test
  void a_reader_waits_at_no_point_of_a_write() {
    List<StoreOp> passed = new ArrayList<>();
    between = (op, stage) -> {
      if (op != StoreOp.CONTROL) {
        passed.add(op);
        assertThat(CompletableFuture.supplyAsync(() -> Threads.value(store, Threads.THREAD))
                .orTimeout(20, TimeUnit.SECONDS)
                .join())
            .startsWith("value");
      }
    };

    String large = "value " + "x".repeat(100_000);
    Threads.commit(store, lease, large);
    Threads.commit(store, lease, "value 6");
    rekey("k2");
    store.prune(lease, PrunePolicy.keepLatest());
    store.renew(lease, Threads.TTL);

    assertThat(passed).contains(StoreOp.COMMIT, StoreOp.REKEY, StoreOp.PRUNE, StoreOp.COMPACT);
  }
}
