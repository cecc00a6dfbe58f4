package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.retention.DeletionReceipt;
import io.harden4j.checkpoint.retention.Retention;
import io.harden4j.testkit.MutableClock;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads stores that released versions wrote. A sample is never written anew: a change of the format gets a new number and a new sample. */
class GoldenFormatTest {
  @TempDir
  Path directory;

  private CheckpointStore expected;
  private CheckpointStore sample;

  @BeforeEach
  void copyTheSample() throws URISyntaxException {
    Threads.copy(Path.of(GoldenFormatTest.class.getResource("/store-format-1").toURI()), directory);
    sample = FileCheckpointStore.builder(directory).clock(MutableClock.create()).open();
    expected = new InMemoryCheckpointStore(MutableClock.create());
    GoldenSample.writeCheckpoints(expected);
  }

  @Test
  void format_1_is_read_with_all_its_fields() {
    for (String branch : new String[] {CheckpointRef.MAIN, "what-if"}) {
      Optional<StoredState> head = sample.head(GoldenSample.THREAD, branch);
      assertThat(head).isPresent().isEqualTo(expected.head(GoldenSample.THREAD, branch));
    }
    assertThat(sample.list(CheckpointQuery.thread(GoldenSample.THREAD)))
        .isEqualTo(expected.list(CheckpointQuery.thread(GoldenSample.THREAD)));
    Optional<Question> question = sample.question(GoldenSample.QUESTION);
    assertThat(question).isPresent().isEqualTo(expected.question(GoldenSample.QUESTION));
    assertThat(sample.holder(GoldenSample.THREAD)).isEqualTo(expected.holder(GoldenSample.THREAD));
  }

  @Test
  void format_1_is_written_on() {
    long fence = expected.holder(GoldenSample.THREAD).orElseThrow().fence();
    var lease = sample.holder(GoldenSample.THREAD).orElseThrow();

    sample.release(lease);

    assertThat(Threads.acquire(sample, GoldenSample.THREAD).fence()).isGreaterThan(fence);
  }

  @Test
  void format_1_of_control_values_is_read() {
    FileControlStore control = FileControlStore.open(directory);

    assertThat(control.counter("acme", "tokens")).isEqualTo(41);
    assertThat(control.flag("acme", "kill").orElseThrow().value()).isEqualTo("on");
    assertThat(control.flag("acme", "kill").orElseThrow().version()).isEqualTo(2);
    assertThat(control.spend("acme", "grant-1")).isFalse();
    assertThat(control.spend("acme", "grant-2")).isTrue();
  }

  @Test
  void format_1_of_pruned_compacted_deleted_and_reencrypted_threads_is_read(@TempDir Path second)
      throws URISyntaxException {
    Threads.copy(
        Path.of(GoldenFormatTest.class.getResource("/store-format-1-second").toURI()), second);
    CheckpointStore read =
        FileCheckpointStore.builder(second).clock(MutableClock.create()).open();
    CheckpointStore written = new InMemoryCheckpointStore(MutableClock.create());
    GoldenSecond.write(written, written);

    for (ThreadKey thread : List.of(
        GoldenSecond.PRUNED, GoldenSecond.COMPACTED, GoldenSecond.DELETED, GoldenSecond.REKEYED)) {
      CheckpointQuery all = CheckpointQuery.thread(thread);
      assertThat(read.list(all)).as("%s", thread).isEqualTo(written.list(all));
      assertThat(read.holder(thread)).as("%s", thread).isEqualTo(written.holder(thread));
      for (CheckpointInfo info : written.list(all).items()) {
        assertThat(read.get(info.ref())).isPresent().isEqualTo(written.get(info.ref()));
      }
    }
    assertThat(read.list(CheckpointQuery.thread(GoldenSecond.REKEYED)).items()).hasSize(4);
  }

  @Test
  void format_1_of_receipts_is_read(@TempDir Path second) throws URISyntaxException {
    Threads.copy(
        Path.of(GoldenFormatTest.class.getResource("/store-format-1-second").toURI()), second);
    Retention retention = Retention.builder(
            FileCheckpointStore.open(second), FileControlStore.open(second))
        .build();

    assertThat(retention.receipts("acme")).singleElement().satisfies(r -> {
      assertThat(r.isIntact()).isTrue();
      assertThat(r.concerns("customer-7")).isTrue();
      assertThat(r.state()).isEqualTo(DeletionReceipt.State.DONE);
      assertThat(r.by()).isEqualTo("dpo");
      assertThat(r.begun()).isEqualTo(MutableClock.START);
    });
  }
}
