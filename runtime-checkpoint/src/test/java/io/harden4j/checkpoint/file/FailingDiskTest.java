package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PrunePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailingDiskTest {
  @TempDir
  Path directory;

  private final AtomicBoolean full = new AtomicBoolean();

  @ParameterizedTest
  @EnumSource(FaultHook.Stage.class)
  void a_commit_on_a_full_disk_says_so_and_is_there_as_a_whole_or_not_at_all(
      FaultHook.Stage stage) {
    CheckpointStore store = store(StoreOp.COMMIT, stage);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "before");

    full.set(true);
    assertThatThrownBy(() -> Threads.commit(store, lease, "too much"))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("Free space")
        .hasMessageContaining("thread-42");
    full.set(false);

    String expected = stage == FaultHook.Stage.AFTER ? "too much" : "before";
    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo(expected);
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo(expected);
    Threads.commit(store, lease, "with space again");
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo("with space again");
  }

  @ParameterizedTest
  @EnumSource(FaultHook.Stage.class)
  void a_full_disk_does_not_stop_a_thread_that_cannot_be_compacted(FaultHook.Stage stage) {
    CheckpointStore store = store(StoreOp.COMPACT, stage);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    for (int i = 0; i < 20; i++) {
      Threads.commit(store, lease, "x".repeat(10_000) + i);
    }

    full.set(true);
    store.prune(lease, PrunePolicy.keepLatest());
    full.set(false);

    assertThat(Threads.value(store, Threads.THREAD)).endsWith("x19");
    Threads.commit(store, lease, "goes on");
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo("goes on");
  }

  @ParameterizedTest
  @EnumSource(FaultHook.Stage.class)
  void a_failed_reencryption_leaves_the_old_log_or_the_new_one(FaultHook.Stage stage) {
    FileCheckpointStore store = store(StoreOp.REKEY, stage);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    for (int i = 0; i < 5; i++) {
      Threads.commit(store, lease, "value " + i);
    }

    full.set(true);
    assertThatThrownBy(() -> store.reencrypt(lease, FailingDiskTest::loud))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("No space left on device");
    full.set(false);

    String expected = stage == FaultHook.Stage.AFTER ? "VALUE 4" : "value 4";
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo(expected);
    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo(expected);
    assertThat(store.reencrypt(lease, FailingDiskTest::loud))
        .isEqualTo(stage == FaultHook.Stage.AFTER ? 0 : 5);
    assertThat(Threads.value(FileCheckpointStore.open(directory), Threads.THREAD))
        .isEqualTo("VALUE 4");
    Threads.commit(store, lease, "goes on");
  }

  private static Payload loud(PayloadAddress address, Payload p) {
    String text = new String(p.bytes(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    return new Payload(p.codec(), p.schema(), p.keyId(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_reader_that_saw_a_record_which_was_undone_sees_the_one_in_its_place() {
    CheckpointStore reader = FileCheckpointStore.open(directory);
    List<String> seen = new ArrayList<>();
    CheckpointStore store = FileCheckpointStore.builder(directory)
        .hook((op, stage) -> {
          if (full.get() && stage == FaultHook.Stage.WRITTEN) {
            seen.addAll(runs(reader));
            throw new IOException("No space left on device");
          }
        })
        .open();
    Lease lease = Threads.acquire(store, Threads.THREAD);
    CheckpointRef none = CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN);

    full.set(true);
    assertThatThrownBy(() -> store.commit(lease, none, Threads.emptyStep(none, "run-1")))
        .isInstanceOf(CheckpointStoreException.class);
    full.set(false);
    store.commit(lease, none, Threads.emptyStep(none, "run-2"));

    assertThat(seen).containsExactly("run-1");
    assertThat(runs(reader)).containsExactly("run-2");
  }

  private static List<String> runs(CheckpointStore store) {
    return store.list(CheckpointQuery.thread(Threads.THREAD)).items().stream()
        .map(c -> c.run().value())
        .toList();
  }

  @Test
  void a_failed_delete_leaves_the_thread_as_it_was() {
    CheckpointStore store = store(StoreOp.DELETE, FaultHook.Stage.MID);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    Threads.commit(store, lease, "before");

    full.set(true);
    assertThatThrownBy(() -> store.deleteThread(lease))
        .isInstanceOf(CheckpointStoreException.class);

    assertThat(Threads.value(store, Threads.THREAD)).isEqualTo("before");
  }

  @Test
  void a_place_that_cannot_be_a_directory_is_an_error_with_its_path() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    assertThatThrownBy(() -> FileCheckpointStore.open(file))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> FileControlStore.open(file))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void an_unknown_thread_has_no_head_and_makes_no_file() {
    CheckpointStore store = FileCheckpointStore.open(directory);

    assertThat(store.head(Threads.THREAD, CheckpointRef.MAIN)).isEmpty();
    assertThat(new Layout(directory).threads("acme")).doesNotExist();
  }

  private FileCheckpointStore store(StoreOp failing, FaultHook.Stage at) {
    return FileCheckpointStore.builder(directory)
        .leastDeadBytes(1_000)
        .hook((op, stage) -> {
          if (full.get() && op == failing && stage == at) {
            throw new IOException("No space left on device");
          }
        })
        .open();
  }
}
