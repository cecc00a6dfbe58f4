package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.audit.AuditHead;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.guard.audit.FileCheckpoints;
import io.harden4j.guard.audit.SignedAudit;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAndPlansTest {
  @TempDir
  Path dir;

  @Test
  void an_untouched_audit_trail_is_intact() {
    Path trail = trail();

    Terminal checked = Terminal.run("audit", "verify", trail.toString());

    assertThat(checked).isEqualTo(new Terminal(Main.DONE, "intact: 3 records\n", ""));
  }

  @Test
  void a_changed_audit_trail_is_broken_where_it_was_changed() throws IOException {
    Path trail = trail();
    Files.writeString(trail, Files.readString(trail).replaceFirst("call-1", "call-9"));

    Terminal checked = Terminal.run("audit", "verify", trail.toString());

    assertThat(checked.code()).isEqualTo(Main.NO);
    assertThat(checked.out()).startsWith("BROKEN at line 2: EDITED");
  }

  @Test
  void a_cut_audit_trail_shows_against_a_head_that_was_kept() throws IOException {
    Path trail = trail();
    AuditHead head = FileAuditSink.in(dir).head("acme");
    List<String> lines = Files.readAllLines(trail);
    Files.write(trail, lines.subList(0, 2));
    String kept = head.sequence() + ":" + head.hash();

    assertThat(Terminal.run("audit", "verify", trail.toString()).code()).isEqualTo(Main.DONE);
    assertThat(Terminal.run("audit", "verify", trail.toString(), "--head", kept).out())
        .contains("TRUNCATED");
    assertThat(Terminal.run("audit", "verify", trail.toString(), "--head", "x").code())
        .isEqualTo(Main.WRONG_USAGE);
  }

  @Test
  void signed_statements_show_a_cut_end_and_go_into_an_incident_pack() throws Exception {
    Path trail = trail();
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path statements = dir.resolve("signed.jsonl");
    Path key = Files.writeString(
        dir.resolve("key.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    SignedAudit.over(FileAuditSink.in(dir), FileCheckpoints.in(statements), keys.getPrivate())
        .checkpoint("acme");
    String[] options = {
      "--checkpoints", statements.toString(), "--key", key.toString(), "--tenant", "acme"
    };
    Path zip = dir.resolve("incident.zip");

    Terminal packed = audit("pack", trail, options, "--run", "run-1", "--out", zip.toString());
    assertThat(packed).isEqualTo(new Terminal(Main.DONE, "intact: 3 records\n", ""));
    assertThat(zip).isNotEmptyFile();

    Files.write(trail, Files.readAllLines(trail).subList(0, 2));
    assertThat(audit("verify", trail, options).out()).contains("line 3: TRUNCATED");
    Files.writeString(key, "no key");
    assertThat(audit("verify", trail, options).code()).isEqualTo(Main.WRONG_USAGE);
  }

  private static Terminal audit(String what, Path trail, String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of("audit", what, trail.toString()));
    all.addAll(List.of(options));
    all.addAll(List.of(more));
    return Terminal.run(all.toArray(String[]::new));
  }

  @Test
  void a_file_that_is_not_there_is_wrong_usage() {
    String missing = dir.resolve("missing").toString();

    assertThat(Terminal.run("audit", "verify", missing).err()).contains("there is no file");
    assertThat(Terminal.run("audit", "verify", missing).code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(Terminal.run("audit", "shred", missing).err()).contains("'verify' and 'pack' are");
    assertThat(Terminal.run("trace", missing).err()).contains("there is no file");
  }

  @Test
  void a_trace_is_drawn_as_a_tree() {
    Path file;
    try (Refunds refunds = new Refunds(dir)) {
      file = refunds.trace(refunds.run("t-1", "lamp"));
    }

    Terminal plain = Terminal.run("trace", file.toString());
    Terminal full = Terminal.run("trace", file.toString(), "--checkpoints");

    assertThat(plain.code()).isEqualTo(Main.DONE);
    assertThat(plain.out()).startsWith("run ").contains("├─ ", "note", "approve");
    assertThat(full.out().lines().count()).isGreaterThan(plain.out().lines().count());
  }

  @Test
  void a_plan_says_whether_a_model_fits_without_a_server() {
    Terminal small =
        Terminal.run("capacity", "--model", "llama3.3:70b", "--context", "32k", "--ram", "16");
    Terminal large =
        Terminal.run("capacity", "--model", "llama3.3:70b", "--context", "32k", "--ram", "256");
    Terminal unknown = Terminal.run("capacity", "--model", "none:1b", "--context", "8k");
    Terminal incomplete = Terminal.run("capacity", "--model", "llama3.3:70b");

    assertThat(small.code()).isEqualTo(Main.NO);
    assertThat(small.out()).startsWith("# llama3.3:70b: NO");
    assertThat(large.code()).isEqualTo(Main.DONE);
    assertThat(large.out()).startsWith("# llama3.3:70b: FITS");
    assertThat(unknown.code()).isEqualTo(Main.NO);
    assertThat(unknown.err()).contains("no shape of 'none:1b'");
    assertThat(incomplete.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(incomplete.err()).contains("--context is missing").containsOnlyOnce("--kv TYPE");
  }

  /** Three records of one tenant. */
  private Path trail() {
    FileAuditSink sink = FileAuditSink.in(dir);
    for (int i = 0; i < 3; i++) {
      sink.append(new AuditRecord(
          AuditRecord.Phase.DECISION,
          Instant.EPOCH,
          "acme",
          "ana",
          "run-1",
          "t-1",
          "node",
          "orders.refund",
          "",
          Sink.SPEND,
          "call-" + i,
          "USER",
          "rule",
          "policy",
          "",
          "allow",
          ""));
    }
    return sink.file("acme");
  }
}
