package io.harden4j.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.guard.audit.AuditReport.Kind;
import io.harden4j.guard.sql.RealPostgres;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.AuditRecord.Phase;
import io.harden4j.tool.CanonicalArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** F20 with signed statements; sealed arguments and their erasure; the trail in databases. */
@ExtendWith(HostileEvidence.class)
class SignedAuditTest {
  @TempDir
  Path directory;

  private final KeyPair keys = pair();

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file() {
    return FileAuditSink.in(directory.resolve("trail")).file("acme");
  }

  private FileCheckpoints checkpoints() {
    return FileCheckpoints.in(directory.resolve("apart").resolve("signed.jsonl"));
  }

  private void write(int records) {
    try (SignedAudit audit = SignedAudit.over(
            FileAuditSink.in(directory.resolve("trail")), checkpoints(), keys.getPrivate())
        .every(5)) {
      for (int i = 1; i <= records; i++) {
        audit.append(AuditTrailTest.record("acme", Phase.OUTCOME, "n " + i));
        audit.append(AuditTrailTest.record("globex", Phase.OUTCOME, "n " + i));
      }
    }
  }

  private AuditReport verify() {
    return AuditVerifier.verify(file(), "acme", checkpoints().lines(), keys.getPublic());
  }

  private void assertBroken(long line, Kind kind) {
    assertThat(verify().broken()).hasValueSatisfying(b -> {
      assertThat(b.kind()).isEqualTo(kind);
      assertThat(b.line()).isEqualTo(line);
    });
  }

  @Test
  void a_trail_that_fits_its_statements_is_intact() {
    write(12);

    assertThat(verify().isIntact()).isTrue();
    assertThat(checkpoints().lines()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 11})
  void F20_a_cut_end_is_found_without_a_head_that_somebody_kept(int left) throws IOException {
    write(12);
    Files.write(file(), Files.readAllLines(file()).subList(0, left));

    assertThat(AuditVerifier.verify(file()).isIntact()).isTrue();
    assertBroken(left + 1, Kind.TRUNCATED);
  }

  @Test
  void F19_while_no_statement_can_be_written_no_record_counts_and_the_first_after_it_is_signed() {
    List<AuditCheckpoint> signed = new ArrayList<>();
    boolean[] down = {true};
    SignedAudit audit = SignedAudit.over(
            FileAuditSink.in(directory.resolve("trail")),
            checkpoint -> {
              if (down[0]) {
                throw new AuditException(null, "the disk is full", null);
              }
              signed.add(checkpoint);
            },
            keys.getPrivate())
        .every(3);
    audit.append(AuditTrailTest.record("acme", Phase.INTENT, "n 1"));
    audit.append(AuditTrailTest.record("acme", Phase.OUTCOME, "n 2"));

    for (int i = 3; i < 8; i++) {
      AuditRecord next = AuditTrailTest.record("acme", Phase.INTENT, "n " + i);
      assertThatThrownBy(() -> audit.append(next)).isInstanceOf(AuditException.class);
    }
    down[0] = false;
    audit.append(AuditTrailTest.record("acme", Phase.INTENT, "n 8"));
    audit.append(AuditTrailTest.record("acme", Phase.OUTCOME, "n 9"));

    assertThat(signed).extracting(c -> c.head().sequence()).containsExactly(8L);
  }

  @Test
  void F20_a_file_that_is_gone_is_found() throws IOException {
    write(6);
    Files.delete(file());

    assertBroken(1, Kind.TRUNCATED);
  }

  @Test
  void F20_a_trail_that_was_written_anew_is_found_at_the_first_statement() throws IOException {
    write(12);
    Files.delete(file());
    FileAuditSink forger = FileAuditSink.in(directory.resolve("trail"));
    for (int i = 1; i <= 12; i++) {
      forger.append(AuditTrailTest.record("acme", Phase.OUTCOME, "better " + i));
    }

    assertThat(AuditVerifier.verify(file()).isIntact()).isTrue();
    assertBroken(5, Kind.REWRITTEN);
  }

  @Test
  void F20_a_statement_that_another_signed_or_that_was_changed_is_found() throws IOException {
    write(12);
    List<String> lines = new ArrayList<>(checkpoints().lines());
    AuditCheckpoint other = AuditCheckpoint.sign(
        "acme", new AuditHead(1, "00"), java.time.Instant.EPOCH, pair().getPrivate());

    assertThat(AuditVerifier.verify(file(), "acme", List.of(other.line()), keys.getPublic())
            .broken())
        .hasValueSatisfying(b -> assertThat(b.kind()).isEqualTo(Kind.FORGED));
    lines.set(1, lines.get(1).replace("\"sequence\":5", "\"sequence\":4"));
    assertThat(AuditVerifier.verify(file(), "acme", lines, keys.getPublic()).broken())
        .hasValueSatisfying(b -> assertThat(b.line()).isEqualTo(2));
    lines.set(1, "nonsense");
    assertThat(AuditVerifier.verify(file(), "acme", lines, keys.getPublic()).isIntact())
        .isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void F20_no_change_to_a_signed_trail_goes_unseen(long seed) throws IOException {
    write(15);
    List<String> original = Files.readAllLines(file());
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      List<String> changed = new ArrayList<>(original);
      int at = random.nextInt(changed.size());
      switch (random.nextInt(4)) {
        case 0 -> changed.remove(at);
        case 1 -> changed.add(at, changed.get(random.nextInt(changed.size())));
        case 2 -> java.util.Collections.swap(changed, at, (at + 1) % changed.size());
        default -> {
          char[] line = changed.get(at).toCharArray();
          int c = random.nextInt(line.length);
          line[c] = line[c] == 'x' ? 'y' : 'x';
          changed.set(at, new String(line));
        }
      }
      Files.write(file(), changed);
      assertThat(verify().isIntact()).as("change %d", i).isEqualTo(changed.equals(original));
    }
  }

  @Test
  void arguments_are_sealed_and_their_erasure_leaves_the_chain_as_it_is() throws IOException {
    FileAuditKeys tenants = FileAuditKeys.in(directory.resolve("keys"));
    FileAuditSink sink = FileAuditSink.in(directory.resolve("trail")).withArguments(tenants);
    CanonicalArguments arguments = CanonicalArguments.parse("{\"to\":\"canary@acme.test\"}");
    AuditVault vault = new AuditVault(tenants);
    sink.append(AuditTrailTest.record("acme", Phase.INTENT, ""), arguments);
    sink.append(AuditTrailTest.record("acme", Phase.INTENT, ""), arguments);
    AuditRecords records = AuditRecords.of(Files.readAllLines(file()), tenants);

    assertThat(Files.readString(file())).doesNotContain("canary").doesNotContain("\"00ff\"");
    assertThat(records.all().get(1).arguments()).contains("{\"to\":\"canary@acme.test\"}");
    assertThat(records.all().get(0).text("argumentHash"))
        .isEqualTo(records.all().get(1).text("argumentHash"))
        .isNotEqualTo(arguments.hash());
    String payload = records.all().get(0).text("payload");
    String key = records.all().get(0).text("key");
    assertThatThrownBy(() -> vault.open("acme", 2, key, payload))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> {
          tenants.current("globex");
          vault.open("globex", 1, tenants.current("globex").id(), payload);
        })
        .isInstanceOf(IllegalStateException.class);

    tenants.erase("acme");

    assertThat(AuditRecords.of(Files.readAllLines(file()), tenants).all().get(0).arguments())
        .isEmpty();
    assertThat(AuditVerifier.verify(file()).isIntact()).isTrue();
    sink.append(AuditTrailTest.record("acme", Phase.INTENT, ""), arguments);
    assertThat(AuditVerifier.verify(file()).records()).isEqualTo(3);
  }

  @Test
  void the_file_of_a_key_is_its_owners_alone() throws IOException {
    FileAuditKeys.in(directory.resolve("keys")).current("acme");

    try (var files = Files.list(directory.resolve("keys"))) {
      Path key = files
          .filter(f -> f.getFileName().toString().startsWith("audit-key"))
          .findFirst()
          .orElseThrow();
      if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
        assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "sqlite"})
  void a_trail_in_a_database_is_one_chain_for_all_writers(String which) throws Exception {
    isOneChain(source(which));
  }

  @Test
  void a_trail_in_postgres_is_one_chain_and_keeps_sealed_arguments() throws Exception {
    Optional<RealPostgres> found = RealPostgres.find();
    assumeTrue(found.isPresent(), "no PostgreSQL can be reached or started");
    try (RealPostgres postgres = found.get()) {
      postgres.schema("audit").close();
      DataSource source = postgres.source("audit");

      isOneChain(source);

      JdbcAuditSink sealing = JdbcAuditSink.over(source).withArguments(FileAuditKeys.in(directory));
      sealing.append(
          AuditTrailTest.record("initech", Phase.INTENT, ""),
          CanonicalArguments.parse("{\"note\":\"canary-4711\"}"));
      assertThat(sealing.lines("initech")).singleElement().asString().doesNotContain("canary");
      assertThat(AuditVerifier.verify(sealing.lines("initech")).isIntact()).isTrue();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "UPDATE harden4j_audit SET line = replace(line, 'ana', 'eve') WHERE seq = 7");
      }
      AuditReport changed = AuditVerifier.verify(JdbcAuditSink.over(source).lines("acme"));
      assertThat(changed.isIntact()).isFalse();
    }
  }

  private static void isOneChain(DataSource source) {
    JdbcAuditSink sink = JdbcAuditSink.over(source).createTable().createTable();

    IntStream.range(0, 4).parallel().forEach(writer -> {
      JdbcAuditSink own = JdbcAuditSink.over(source);
      for (int i = 0; i < 10; i++) {
        own.append(AuditTrailTest.record("acme", Phase.OUTCOME, writer + " " + i));
      }
    });
    sink.append(AuditTrailTest.record("globex", Phase.OUTCOME, "x"));

    AuditReport report = AuditVerifier.verify(sink.lines("acme"));
    assertThat(report.isIntact()).isTrue();
    assertThat(report.records()).isEqualTo(40);
    assertThat(sink.head("acme").sequence()).isEqualTo(40);
    assertThat(AuditVerifier.verify(sink.lines("globex")).records()).isEqualTo(1);
  }

  @Test
  void F20_a_trail_in_a_database_that_was_cut_is_found_by_its_statements() throws SQLException {
    var source = source("h2");
    JdbcAuditSink sink = JdbcAuditSink.over(source).createTable();
    List<String> signed = new ArrayList<>();
    try (SignedAudit audit = SignedAudit.over(sink, c -> signed.add(c.line()), keys.getPrivate())) {
      for (int i = 0; i < 4; i++) {
        audit.append(AuditTrailTest.record("acme", Phase.OUTCOME, "" + i));
      }
    }
    assertThat(AuditVerifier.verify(sink.lines("acme"), "acme", signed, keys.getPublic())
            .isIntact())
        .isTrue();

    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM harden4j_audit WHERE seq = 4");
    }
    assertThat(AuditVerifier.verify(sink.lines("acme"), "acme", signed, keys.getPublic())
            .broken())
        .hasValueSatisfying(b -> assertThat(b.kind()).isEqualTo(Kind.TRUNCATED));
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE harden4j_audit SET line = replace(line, 'ana', 'eve') WHERE seq = 3");
    }
    assertThatThrownBy(() -> sink.append(AuditTrailTest.record("acme", Phase.OUTCOME, "x")))
        .isInstanceOf(AuditException.class);
  }

  @Test
  void F19_a_database_that_is_gone_and_a_statement_that_cannot_be_written_are_exceptions() {
    JdbcAuditSink noTable = JdbcAuditSink.over(source("h2"));
    SignedAudit unwritable = SignedAudit.over(
            FileAuditSink.in(directory.resolve("trail")),
            c -> {
              throw new IllegalStateException("full");
            },
            keys.getPrivate())
        .every(1);
    AuditRecord record = AuditTrailTest.record("acme", Phase.INTENT, "");

    assertThatThrownBy(() -> noTable.append(record)).isInstanceOf(AuditException.class);
    assertThatThrownBy(() -> unwritable.append(record)).isInstanceOf(IllegalStateException.class);
  }

  private DataSource source(String which) {
    if (which.equals("h2")) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL("jdbc:h2:mem:" + directory.getFileName() + ";DB_CLOSE_DELAY=-1");
      return h2;
    }
    SQLiteDataSource sqlite = new SQLiteDataSource();
    sqlite.setUrl("jdbc:sqlite:" + directory.resolve("audit.db"));
    return sqlite;
  }
}
