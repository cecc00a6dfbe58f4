package io.harden4j.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.AuditRecord.Phase;
import io.harden4j.tool.CanonicalArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentPackTest {
  @TempDir
  Path directory;

  private List<String> trail(FileAuditKeys keys) throws IOException {
    FileAuditSink sink = FileAuditSink.in(directory).withArguments(keys);
    sink.append(AuditTrailTest.record("acme", Phase.DECISION, "because"));
    sink.append(
        AuditTrailTest.record("acme", Phase.INTENT, ""),
        CanonicalArguments.parse("{\"to\":\"canary\"}"));
    sink.append(AuditTrailTest.record("acme", Phase.OUTCOME, ""));
    return Files.readAllLines(sink.file("acme"));
  }

  @Test
  void a_pack_holds_the_runs_records_what_was_checked_the_policy_and_hashes_of_all()
      throws IOException {
    FileAuditKeys keys = FileAuditKeys.in(directory.resolve("keys"));
    List<String> trail = new ArrayList<>(trail(keys));
    IncidentPack pack = IncidentPack.of("run-1", trail, AuditVerifier.verify(trail))
        .withPolicy("role agent may orders.*");
    Path zip = directory.resolve("incident.zip");

    pack.write(zip);

    assertThat(pack.text("records.jsonl").lines()).containsExactlyElementsOf(trail);
    assertThat(pack.text("summary.json"))
        .contains("\"orders.refund pin  sink SPEND\"")
        .contains("\"INTENT allow by agent/may/orders.*\" : 1")
        .contains("\"policyHash\" : [ \"abcd\" ]");
    assertThat(pack.text("verification.json")).contains("\"intact\" : true");
    try (ZipFile file = new ZipFile(zip.toFile())) {
      String manifest = new String(
          file.getInputStream(file.getEntry("manifest.sha256")).readAllBytes(),
          StandardCharsets.UTF_8);
      for (String name : pack.names()) {
        byte[] content = file.getInputStream(file.getEntry(name)).readAllBytes();
        assertThat(manifest).contains(Digests.sha256(content) + "  " + name);
      }
    }
    byte[] first = Files.readAllBytes(zip);
    pack.write(zip);
    assertThat(Files.readAllBytes(zip)).isEqualTo(first);
  }

  @Test
  void arguments_are_in_a_pack_only_if_that_is_said() throws IOException {
    FileAuditKeys keys = FileAuditKeys.in(directory.resolve("keys"));
    List<String> trail = trail(keys);
    IncidentPack pack = IncidentPack.of("run-1", trail, AuditVerifier.verify(trail));

    assertThat(pack.names())
        .allSatisfy(name -> assertThat(pack.text(name)).doesNotContain("canary"));
    assertThat(pack.withArguments("run-1", trail, keys).text("arguments.jsonl")).contains("canary");
    assertThat(IncidentPack.of("run-2", trail, AuditVerifier.verify(trail)).text("records.jsonl"))
        .isEmpty();
  }

  @Test
  void a_pack_says_where_the_trail_was_broken() throws IOException {
    List<String> trail = new ArrayList<>(trail(FileAuditKeys.in(directory.resolve("keys"))));
    trail.remove(1);

    assertThat(
            IncidentPack.of("run-1", trail, AuditVerifier.verify(trail)).text("verification.json"))
        .contains("\"brokenAtLine\" : 2")
        .contains("MISSING");
  }
}
