package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSizeTest {
  @TempDir
  Path directory;

  @Test
  void a_prune_gives_the_space_back() throws IOException {
    CheckpointStore store = FileCheckpointStore.open(directory);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    for (int i = 0; i < 50; i++) {
      Threads.commit(store, lease, "x".repeat(10_000) + i);
    }
    long before = size();

    PruneResult pruned = store.prune(lease, PrunePolicy.keepLatest());

    assertThat(pruned.checkpoints()).isEqualTo(49);
    assertThat(before).isGreaterThan(500_000);
    assertThat(size()).isLessThan(12_000);
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .endsWith("x49");
  }

  @Test
  void renewing_a_lease_for_days_does_not_grow_the_log_without_end() throws IOException {
    CheckpointStore store =
        FileCheckpointStore.builder(directory).leastDeadBytes(4_000).open();
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "kept");

    for (int i = 0; i < 500; i++) {
      store.renew(lease, Threads.TTL);
      assertThat(size()).isLessThan(6_000);
    }

    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("kept");
    assertThat(store.holder(Threads.THREAD)).isPresent();
  }

  @Test
  void a_commit_appends_what_is_new_however_long_the_history_is() throws IOException {
    CheckpointStore store = FileCheckpointStore.open(directory);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    List<Long> grown = new ArrayList<>();
    long before = size();
    for (int i = 0; i < 300; i++) {
      Threads.commit(store, lease, "value");
      grown.add(size() - before);
      before = size();
    }

    assertThat(grown.get(299)).isCloseTo(grown.get(10), offset(8L));
  }

  @Test
  void a_deleted_thread_leaves_no_file_behind_once_it_is_released() throws IOException {
    CheckpointStore store = FileCheckpointStore.open(directory);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "gone");
    Question question = Threads.question(Threads.THREAD, "q");
    store.putTask(lease, Threads.suspended(Threads.THREAD, question));
    assertThat(new Layout(directory).question(question.id())).exists();

    store.deleteThread(lease);
    assertThat(size()).isLessThan(400);
    store.release(lease);

    assertThat(Threads.log(directory)).doesNotExist();
    assertThat(new Layout(directory).question(question.id())).doesNotExist();
    assertThat(store.question(new QuestionId("acme", "q"))).isEmpty();
    assertThat(Threads.acquire(store, Threads.THREAD).fence()).isGreaterThan(lease.fence());
  }

  @Test
  void a_large_value_and_many_keys_survive_a_rewrite() throws IOException {
    CheckpointStore store =
        FileCheckpointStore.builder(directory).leastDeadBytes(0).open();
    Lease lease = Threads.acquire(store, Threads.THREAD);
    String large = "0123456789abcdef".repeat(1 << 17);
    Threads.commit(store, lease, large);
    Threads.commit(store, lease, large + "!");
    Threads.commit(store, lease, large + "?");

    store.prune(lease, PrunePolicy.keepLatest());

    assertThat(size()).isLessThan(large.length() + 10_000L);
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo(large + "?");
  }

  private long size() throws IOException {
    return Files.size(Threads.log(directory));
  }
}
