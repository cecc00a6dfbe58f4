package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.ThreadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedLogTest {
  private static final int COMMITS = 4;

  @TempDir
  Path directory;

  private Path log;
  private byte[] whole;

  /** Length of the log after each commit. */
  private final List<Integer> lengths = new ArrayList<>();

  @BeforeEach
  void writeALog() throws IOException {
    CheckpointStore store = open();
    log = Threads.log(directory);
    Lease lease = Threads.acquire(store, Threads.THREAD);
    lengths.add((int) Files.size(log));
    for (int i = 1; i <= COMMITS; i++) {
      Threads.commit(store, lease, "value " + i);
      lengths.add((int) Files.size(log));
    }
    whole = Files.readAllBytes(log);
  }

  @Test
  void a_log_torn_at_any_byte_shows_the_last_whole_commit() throws IOException {
    for (int length = lengths.get(0); length < whole.length; length++) {
      Files.write(log, Arrays.copyOf(whole, length));

      assertThat(Threads.value(open(), Threads.THREAD))
          .as("torn after %d bytes", length)
          .isEqualTo(valueAt(length));
    }
  }

  @Test
  void a_torn_tail_of_zeros_or_garbage_is_ignored() throws IOException {
    for (int tail : List.of(0, (int) 'H', 0xFF)) {
      byte[] longer = Arrays.copyOf(whole, whole.length + 700);
      Arrays.fill(longer, whole.length, longer.length, (byte) tail);
      Files.write(log, longer);

      assertThat(Threads.value(open(), Threads.THREAD)).isEqualTo("value " + COMMITS);
    }
  }

  @Test
  void the_next_writer_cuts_a_torn_tail_off_and_goes_on() throws IOException {
    for (int length = lengths.get(1); length < whole.length; length += 97) {
      Files.write(log, Arrays.copyOf(whole, length));
      CheckpointStore store = open();
      Lease lease = store.holder(Threads.THREAD).orElseThrow();

      Threads.commit(store, lease, "after the crash");

      assertThat(Threads.value(open(), Threads.THREAD)).isEqualTo("after the crash");
      assertThat(open().list(CheckpointQuery.thread(Threads.THREAD)).items()).isNotEmpty();
    }
  }

  @Test
  void nothing_of_a_torn_tail_stays_behind_the_record_in_its_place() throws IOException {
    Files.write(log, Arrays.copyOf(whole, whole.length + 5_000));
    CheckpointStore store = open();

    Threads.commit(store, store.holder(Threads.THREAD).orElseThrow(), "after the crash");

    assertThat(Files.size(log)).isLessThan(whole.length + 1_000L);
  }

  @Test
  void a_reader_that_saw_a_torn_tail_sees_what_was_written_in_its_place() throws IOException {
    Files.write(log, Arrays.copyOf(whole, whole.length - 3));
    CheckpointStore reader = open();
    assertThat(Threads.value(reader, Threads.THREAD)).isEqualTo("value " + (COMMITS - 1));
    CheckpointStore writer = open();

    Threads.commit(writer, writer.holder(Threads.THREAD).orElseThrow(), "instead");

    assertThat(Threads.value(reader, Threads.THREAD)).isEqualTo("instead");
  }

  @Test
  void any_flipped_bit_before_the_last_record_is_an_error_or_without_effect() throws IOException {
    int errors = 0;
    for (int at = 0; at < lengths.get(COMMITS - 1); at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(log, flipped);
      try {
        assertThat(Threads.value(open(), Threads.THREAD))
            .as("bit flipped in byte %d", at)
            .isEqualTo("value " + COMMITS);
      } catch (CorruptCheckpointException | NewerFormatException e) {
        assertThat(e).hasMessageContaining(log.toString());
        errors++;
      }
    }
    assertThat(errors).isGreaterThan(lengths.get(COMMITS - 1) / 2);
  }

  @Test
  void any_flipped_bit_in_the_last_record_makes_it_a_torn_tail() throws IOException {
    for (int at = lengths.get(COMMITS - 1); at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(log, flipped);

      assertThat(Threads.value(open(), Threads.THREAD))
          .as("bit flipped in byte %d", at)
          .isEqualTo("value " + (COMMITS - 1));
    }
  }

  @Test
  void a_damaged_old_value_is_an_error_when_it_is_read() throws IOException {
    int value = indexOf("value 1");
    byte[] flipped = whole.clone();
    flipped[value] ^= 1;
    Files.write(log, flipped);

    assertThat(Threads.value(open(), Threads.THREAD)).isEqualTo("value " + COMMITS);
    assertThatThrownBy(() -> open().get(new CheckpointRef(Threads.THREAD, CheckpointRef.MAIN, 1)))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("thread-42")
        .hasMessageContaining(log.toString());
  }

  @Test
  void records_lost_from_the_middle_are_an_error() throws IOException {
    byte[] holed = new byte[whole.length - (lengths.get(2) - lengths.get(1))];
    System.arraycopy(whole, 0, holed, 0, lengths.get(1));
    System.arraycopy(whole, lengths.get(2), holed, lengths.get(1), whole.length - lengths.get(2));
    Files.write(log, holed);

    assertThatThrownBy(() -> open().head(Threads.THREAD, CheckpointRef.MAIN))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("records are missing before byte " + lengths.get(1));
  }

  @Test
  void a_file_that_is_not_ours_is_an_error_for_readers_and_writers() throws IOException {
    for (String content :
        List.of("", "x", "PK\u0003\u0004 something else, long enough to be a log of ours")) {
      Files.writeString(log, content);

      assertThatThrownBy(() -> open().head(Threads.THREAD, CheckpointRef.MAIN))
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining("thread-42")
          .hasMessageContaining(log.toString());
      assertThatThrownBy(() -> Threads.acquire(open(), Threads.THREAD))
          .isInstanceOf(CorruptCheckpointException.class);
      assertThatThrownBy(() -> open().list(CheckpointQuery.heads("acme")))
          .isInstanceOf(CorruptCheckpointException.class);
      assertThat(log).hasContent(content);
    }
  }

  @Test
  void a_newer_format_is_an_error_and_stays_untouched() throws IOException {
    byte[] newer = whole.clone();
    ByteBuffer.wrap(newer).putInt(FileFormat.MAGIC.length, FileFormat.VERSION + 1);
    Files.write(log, newer);

    assertThatThrownBy(() -> open().head(Threads.THREAD, CheckpointRef.MAIN))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("Upgrade");
    assertThatThrownBy(() -> Threads.acquire(open(), Threads.THREAD))
        .isInstanceOf(NewerFormatException.class);
    assertThat(log).hasBinaryContent(newer);
  }

  @Test
  void a_log_under_another_threads_name_is_an_error() throws IOException {
    ThreadKey other = new ThreadKey("acme", "other");
    Files.copy(log, new Layout(directory).log(other));

    assertThatThrownBy(() -> open().head(other, CheckpointRef.MAIN))
        .isInstanceOf(CorruptCheckpointException.class);
    assertThatThrownBy(() -> open().list(CheckpointQuery.heads("acme")))
        .isInstanceOf(CorruptCheckpointException.class);
  }

  @Test
  void one_damaged_thread_does_not_stop_the_others() throws IOException {
    Files.writeString(log, "garbage");
    ThreadKey other = new ThreadKey("acme", "other");
    CheckpointStore store = open();

    Threads.commit(store, Threads.acquire(store, other), "fine");

    assertThat(Threads.value(open(), other)).isEqualTo("fine");
  }

  @Test
  void a_lost_counter_of_fences_is_an_error_not_a_second_life_of_old_fences() throws IOException {
    CheckpointStore store = open();
    Path fences = new Layout(directory).fences();
    ThreadKey other = new ThreadKey("acme", "other");

    Files.write(fences, new byte[(int) Files.size(fences)]);
    assertThatThrownBy(() -> Threads.acquire(store, other))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining(fences.toString());

    Files.delete(fences);
    assertThatThrownBy(() -> Threads.acquire(open(), other))
        .isInstanceOf(CorruptCheckpointException.class);
  }

  @Test
  void a_torn_write_of_the_fences_spoils_no_number_that_was_given_out() throws IOException {
    CheckpointStore store = open();
    Path fences = new Layout(directory).fences();
    long last = Threads.acquire(store, new ThreadKey("acme", "two")).fence();
    byte[] bytes = Files.readAllBytes(fences);
    int older = (int) ((last + 1) % 2) * 512;
    Arrays.fill(bytes, older, older + 5, (byte) 0x77);
    Files.write(fences, bytes);

    assertThat(Threads.acquire(open(), new ThreadKey("acme", "three")).fence()).isEqualTo(last + 1);
  }

  private CheckpointStore open() {
    return FileCheckpointStore.open(directory);
  }

  private String valueAt(int length) {
    int commit = 0;
    while (commit < COMMITS && lengths.get(commit + 1) <= length) {
      commit++;
    }
    return commit == 0 ? "nothing" : "value " + commit;
  }

  private int indexOf(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i <= whole.length - wanted.length; i++) {
      if (Arrays.equals(whole, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError(text + " is not in the log");
  }
}
