package io.harden4j.checkpoint.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.file.FileControlStore;
import io.harden4j.testkit.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion on request, on stores in files: what is left of it on the disk, and its receipt. */
class DeletionTest {
  @TempDir
  Path directory;

  private final MutableClock clock = MutableClock.create();
  private Office office;
  private Retention retention;

  @BeforeEach
  void open() {
    office = new Office(FileCheckpointStore.builder(directory).clock(clock).open(), clock);
    retention = reopen();
  }

  private Retention reopen() {
    return Retention.builder(office.store, FileControlStore.open(directory))
        .clock(clock)
        .build();
  }

  /** Returns the files that hold a text, or have it in their name. */
  private List<Path> holding(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (bytes.contains(text) || file.getFileName().toString().contains(text)) {
          found.add(directory.relativize(file));
        }
      }
    }
    return found;
  }

  @Test
  void a_thread_is_deleted_with_a_receipt_that_another_process_reads() throws IOException {
    ThreadKey thread = office.suspended("acme", "case-4711", "ana");
    assertThat(holding("case-4711")).isNotEmpty();

    DeletionReceipt receipt = retention.deleteThread(thread, "boss", "ticket 9");

    assertThat(office.threads("acme")).isEmpty();
    assertThat(holding("case-4711")).isEmpty();
    assertThat(receipt.state()).isEqualTo(DeletionReceipt.State.DONE);
    assertThat(receipt.cause()).isEqualTo(DeletionReceipt.Cause.THREAD);
    assertThat(receipt.checkpoints()).isEqualTo(2);
    assertThat(receipt.by()).isEqualTo("boss");
    assertThat(receipt.reason()).isEqualTo("ticket 9");
    assertThat(receipt.begun()).isEqualTo(clock.instant());
    assertThat(reopen().receipts("acme")).containsExactly(receipt);
    assertThat(receipt.names(thread)).isTrue();
    assertThat(receipt.names(new ThreadKey("globex", "case-4711"))).isFalse();
  }

  @Test
  void all_threads_of_a_person_are_deleted_and_nobody_elses() throws IOException {
    office.completed("acme", "t1", "customer-7");
    office.suspended("acme", "t2", "customer-7");
    office.completed("acme", "t3", "customer-8");
    office.completed("globex", "t4", "customer-7");

    DeletionReceipt receipt = retention.deleteSubject("acme", "customer-7", "dpo", "request 1");

    assertThat(office.threads("acme")).containsExactly("t3");
    assertThat(office.threads("globex")).containsExactly("t4");
    assertThat(receipt.threads()).hasSize(2);
    assertThat(receipt.concerns("customer-7")).isTrue();
    assertThat(receipt.concerns("customer-8")).isFalse();
    assertThat(holding("customer-7")).allMatch(file -> !file.toString().contains("acme"));
  }

  @Test
  void a_held_thread_of_a_person_remains_and_the_receipt_says_so() {
    office.completed("acme", "t1", "customer-7");
    Lease held = office.hold(office.completed("acme", "t2", "customer-7"));

    DeletionReceipt first = retention.deleteSubject("acme", "customer-7", "dpo", "request 1");
    assertThat(first.state()).isEqualTo(DeletionReceipt.State.PARTIAL);
    assertThat(first.remaining()).isEqualTo(1);
    assertThatThrownBy(() -> retention.deleteThread(held.thread(), "dpo", "request 1"))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("'t2'");

    office.store.release(held);
    DeletionReceipt second = retention.deleteSubject("acme", "customer-7", "dpo", "request 1");
    assertThat(second.state()).isEqualTo(DeletionReceipt.State.DONE);
    assertThat(office.threads("acme")).isEmpty();
  }

  @Test
  void an_unknown_person_or_thread_has_a_receipt_of_nothing() {
    assertThat(retention.deleteSubject("acme", "nobody", "dpo", "request 1").threads())
        .isEmpty();
    DeletionReceipt receipt =
        retention.deleteThread(new ThreadKey("acme", "nothing"), "dpo", "request 2");
    assertThat(receipt.state()).isEqualTo(DeletionReceipt.State.DONE);
    assertThat(receipt.threads()).isEmpty();
  }

  @Test
  void a_changed_receipt_is_seen() {
    DeletionReceipt r = retention.deleteSubject("acme", "customer-7", "dpo", "request 1");

    assertThat(r.isIntact()).isTrue();
    assertThat(new DeletionReceipt(
                r.id(),
                r.tenant(),
                r.cause(),
                r.subject(),
                r.threads(),
                5,
                r.remaining(),
                r.by(),
                r.reason(),
                r.begun(),
                r.ended(),
                r.state(),
                r.hash())
            .isIntact())
        .isFalse();
  }

  @Test
  void a_receipt_of_a_newer_or_unknown_form_is_refused() {
    FileControlStore control = FileControlStore.open(directory);
    control.setFlag("acme", "retention.receipt/1", "{\"format\":2}", 0);
    assertThatThrownBy(() -> retention.receipts("acme")).isInstanceOf(NewerFormatException.class);

    control.setFlag("acme", "retention.receipt/1", "{\"format\":1}", 1);
    assertThatThrownBy(() -> retention.receipts("acme"))
        .isInstanceOf(CorruptCheckpointException.class);
  }
}
