package io.harden4j.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.AuditRecord.Phase;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static String page(String hostile) {
    String line = AuditLine.write(
        AuditHead.empty("acme"),
        new AuditRecord(
            Phase.DECISION,
            Instant.EPOCH,
            "acme",
            hostile,
            "run-1",
            hostile,
            hostile,
            hostile,
            hostile,
            Sink.SPEND,
            "",
            "UNTRUSTED",
            hostile,
            hostile,
            hostile,
            hostile,
            hostile));
    List<String> trail = List.of(line, line.replace("DECISION", "INTENT"));
    return IncidentPack.of("run-1", trail, AuditVerifier.verify(trail)).text("report.html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' style='background:url(https://evil.test)",
        "</td></table><iframe src=https://evil.test>",
        "<a href=javascript:alert(1)>x</a>",
        "<!-- --><meta http-equiv=refresh content=0>",
        "&lt;script&gt;",
        "<svg/onload=alert(1)>",
        "\u202egpj.exe\u200b\u0000\u2028",
        "```<style>*{display:none}</style>"
      })
  void hostile_text_is_only_text_in_the_report(String hostile) {
    String tame = page("tame");
    String page = page(hostile);

    assertThat(tags(page)).isEqualTo(tags(tame));
    assertThat(page)
        .contains("Content-Security-Policy", "default-src 'none'")
        .doesNotContain("<script", "<img", "<iframe", "<a ", "\u202e", "\u200b", "\u0000");
    assertThat(page).contains("The trail is broken at line 2");
  }

  /** Every tag of the page, in order: hostile text can add none, and no attribute. */
  private static List<String> tags(String page) {
    return Pattern.compile("<[^>]*>")
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void a_report_shows_markup_as_it_was_written() {
    assertThat(page("<b>\u202e</b>")).contains("&lt;b&gt;&lt;U+202E&gt;&lt;/b&gt;");
  }
}
