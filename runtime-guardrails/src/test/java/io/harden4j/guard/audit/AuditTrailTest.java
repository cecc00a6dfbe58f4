package io.harden4j.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.guard.audit.AuditReport.Kind;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HostileEvidence.class)
class AuditTrailTest {
  @TempDir
  Path directory;

  static AuditRecord record(String tenant, AuditRecord.Phase phase, String reason) {
    return new AuditRecord(
        phase,
        Instant.parse("2026-11-22T10:00:00Z"),
        tenant,
        "ana",
        "run-1",
        "thread-1",
        "act",
        "orders.refund",
        "",
        Sink.SPEND,
        "00ff",
        "USER",
        "agent/may/orders.*",
        "abcd",
        "",
        "allow",
        reason);
  }

  private void write(int records) {
    FileAuditSink sink = FileAuditSink.in(directory);
    for (int i = 1; i <= records; i++) {
      sink.append(record(
          "acme",
          i % 3 == 0 ? AuditRecord.Phase.INTENT : AuditRecord.Phase.OUTCOME,
          "n\u00e4mlich " + i));
    }
  }

  private Path file() {
    return FileAuditSink.in(directory).file("acme");
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(file()));
  }

  private void put(List<String> lines) throws IOException {
    Files.write(file(), lines);
  }

  private void assertBroken(long line, Kind kind) {
    AuditReport report = AuditVerifier.verify(file());
    assertThat(report.broken()).hasValueSatisfying(b -> {
      assertThat(b.line()).isEqualTo(line);
      assertThat(b.kind()).isEqualTo(kind);
    });
    assertThat(report.records()).isEqualTo(line - 1);
  }

  @Test
  void a_trail_as_it_was_written_is_intact() throws IOException {
    write(6);

    assertThat(AuditVerifier.verify(file())).isEqualTo(AuditReport.intact(6));
    assertThat(lines().get(0))
        .contains("\"sequence\":1")
        .contains("\"outcome\":\"allow\"")
        .contains("\"tenant\":\"acme\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void F20_an_edited_record_is_found_where_it_stands(int line) throws IOException {
    write(6);
    List<String> lines = lines();
    lines.set(line - 1, lines.get(line - 1).replace("\"allow\"", "\"deny_\""));
    put(lines);

    assertBroken(line, Kind.EDITED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void F20_a_deleted_record_is_found_where_it_is_missing(int line) throws IOException {
    write(6);
    List<String> lines = lines();
    lines.remove(line - 1);
    put(lines);

    assertBroken(line, Kind.MISSING);
  }

  @Test
  void F20_swapped_records_are_found() throws IOException {
    write(6);
    List<String> lines = lines();
    Collections.swap(lines, 2, 4);
    put(lines);

    assertBroken(3, Kind.MISSING);
  }

  @Test
  void F20_a_repeated_record_is_found() throws IOException {
    write(3);
    List<String> lines = lines();
    lines.add(lines.get(1));
    put(lines);

    assertBroken(4, Kind.MOVED);
  }

  @Test
  void F20_an_edited_record_with_a_new_hash_breaks_the_chain_behind_it() throws IOException {
    write(6);
    List<String> lines = lines();
    AuditHead second = AuditLine.read(lines.get(1)).orElseThrow().head();
    lines.set(2, AuditLine.write(second, record("acme", AuditRecord.Phase.INTENT, "forged")));
    put(lines);

    assertBroken(4, Kind.MOVED);
  }

  @Test
  void F20_a_cut_end_is_found_with_a_head_that_was_kept() throws IOException {
    write(6);
    AuditHead kept = FileAuditSink.in(directory).head("acme");
    put(lines().subList(0, 4));

    assertThat(AuditVerifier.verify(file()).isIntact()).isTrue();
    assertThat(AuditVerifier.verify(file(), kept).broken().orElseThrow().kind())
        .isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void F20_a_trail_written_anew_is_found_with_a_head_that_was_kept() throws IOException {
    write(4);
    AuditHead kept = FileAuditSink.in(directory).head("acme");
    Files.delete(file());
    FileAuditSink anew = FileAuditSink.in(directory);
    for (int i = 0; i < 6; i++) {
      anew.append(record("acme", AuditRecord.Phase.INTENT, "another story"));
    }

    assertThat(AuditVerifier.verify(file()).isIntact()).isTrue();
    assertThat(AuditVerifier.verify(file(), kept).broken().orElseThrow().kind())
        .isEqualTo(Kind.REWRITTEN);
  }

  @Test
  void a_kept_head_still_fits_after_the_trail_has_grown() {
    write(3);
    AuditHead kept = FileAuditSink.in(directory).head("acme");
    write(3);

    assertThat(AuditVerifier.verify(file(), kept)).isEqualTo(AuditReport.intact(6));
  }

  @Test
  void each_tenant_has_a_chain_of_its_own() throws IOException {
    FileAuditSink sink = FileAuditSink.in(directory);
    for (String tenant : List.of("acme", "../acme", "ACME", "globex")) {
      sink.append(record(tenant, AuditRecord.Phase.INTENT, "x"));
    }

    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(4).allMatch(f -> AuditVerifier.verify(f).records() == 1);
    }
  }

  @Test
  void a_restart_after_a_torn_write_continues_the_chain() throws IOException {
    write(3);
    Files.writeString(file(), "{\"sequence\":4,\"prev", StandardOpenOption.APPEND);
    assertBroken(4, Kind.TORN);

    write(2);

    assertThat(AuditVerifier.verify(file())).isEqualTo(AuditReport.intact(5));
  }

  @Test
  void a_record_that_lacks_only_its_line_feed_is_kept() throws IOException {
    write(3);
    String whole = Files.readString(file());
    Files.writeString(file(), whole.substring(0, whole.length() - 1));

    write(1);

    assertThat(AuditVerifier.verify(file())).isEqualTo(AuditReport.intact(4));
  }

  @Test
  void a_trail_whose_last_record_was_changed_is_not_continued() throws IOException {
    write(3);
    List<String> lines = lines();
    lines.set(2, lines.get(2).replace("\"allow\"", "\"deny_\""));
    put(lines);

    assertThatThrownBy(() -> write(1))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("AuditVerifier.verify");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void F19_a_disk_that_fails_is_an_exception_and_the_next_record_gets_in_once_it_works()
      throws IOException {
    Path blocked = directory.resolve("blocked");
    Files.writeString(blocked, "a file where a directory should be");
    FileAuditSink sink = FileAuditSink.in(blocked);

    assertThatThrownBy(() -> sink.append(record("acme", AuditRecord.Phase.INTENT, "x")))
        .isInstanceOf(AuditException.class);
    Files.delete(blocked);
    sink.append(record("acme", AuditRecord.Phase.INTENT, "y"));

    assertThat(AuditVerifier.verify(sink.file("acme"))).isEqualTo(AuditReport.intact(1));
  }

  @Test
  void F19_a_full_disk_is_an_exception() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full on this system");
    Files.createSymbolicLink(file(), full);

    assertThatThrownBy(() -> write(1)).isInstanceOf(AuditException.class);
    Files.delete(file());
  }

  @Test
  void a_cancelled_call_still_gets_its_line_and_stays_cancelled() {
    Thread.currentThread().interrupt();

    write(1);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(AuditVerifier.verify(file())).isEqualTo(AuditReport.intact(1));
  }

  @Test
  void many_threads_and_two_sinks_write_one_chain() throws Exception {
    List<FileAuditSink> sinks = List.of(FileAuditSink.in(directory), FileAuditSink.in(directory));
    var pool = Executors.newFixedThreadPool(8);
    List<Future<?>> writes = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      FileAuditSink sink = sinks.get(t % 2);
      writes.add(pool.submit(() -> {
        for (int i = 0; i < 25; i++) {
          sink.append(record("acme", AuditRecord.Phase.DECISION, "x" + i));
        }
      }));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    pool.shutdown();

    assertThat(AuditVerifier.verify(file())).isEqualTo(AuditReport.intact(200));
  }

  @Test
  void a_file_of_other_bytes_is_broken_at_its_first_line() throws IOException {
    Files.write(file(), "not a trail\n\u0000\n".getBytes(StandardCharsets.UTF_8));

    assertBroken(1, Kind.EDITED);
  }
}
