package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.audit.AuditRecords;
import io.harden4j.guard.audit.AuditVerifier;
import io.harden4j.guard.audit.CallRecorder;
import io.harden4j.guard.audit.FileAuditKeys;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.guard.audit.IncidentPack;
import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String POLICY = """
      format: harden4j-policy/1
      id: desk
      tools:
        orders.find: { sink: READ }
        orders.note: { sink: WRITE_LOCAL, arguments: { order_id: IDENTIFIER } }
      rules:
        - { id: read, role: agent, allow: orders.find }
        - { id: note, role: agent, allow: orders.note }
      ...
      """;

  private static final String TABLE = """
      calls:
        - { id: find, tool: orders.find, roles: [agent], expect: ALLOW }
        - { id: note, tool: orders.note, roles: [agent], arguments: '{"order_id":"A-1"}', expect: ALLOW }
        - { id: nobody, tool: orders.find, expect: DENY }
      """;

  @TempDir
  Path dir;

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  @Test
  void lint_says_in_order_or_the_line_of_the_fault() throws IOException {
    Terminal good = Terminal.run("policy", "lint", file("p.yaml", POLICY));
    Terminal bad = Terminal.run(
        "policy", "lint", file("q.yaml", POLICY.replace("allow: orders.find }", "alow: x }")));

    assertThat(good.code()).isEqualTo(Main.DONE);
    assertThat(good.out()).startsWith("in order: policy 'desk', 2 tools, hash ");
    assertThat(bad.code()).isEqualTo(Main.NO);
    assertThat(bad.err()).contains("line 7: there is no field 'alow'");
  }

  @Test
  void test_names_each_wrong_verdict() throws IOException {
    String policy = file("p.yaml", POLICY);

    assertThat(Terminal.run("policy", "test", policy, file("t.yaml", TABLE)))
        .isEqualTo(new Terminal(Main.DONE, "3 calls, 0 wrong\n", ""));
    Terminal wrong = Terminal.run(
        "policy", "test", policy, file("u.yaml", TABLE.replace("expect: DENY", "expect: ALLOW")));
    assertThat(wrong.code()).isEqualTo(Main.NO);
    assertThat(wrong.out())
        .contains("WRONG nobody: DENY by not-permitted, expected ALLOW")
        .endsWith("3 calls, 1 wrong\n");
  }

  @Test
  void simulate_tells_which_calls_get_another_verdict() throws IOException {
    String next = file("n.yaml", POLICY.replace("allow: orders.note", "ask: orders.note"));

    Terminal diff =
        Terminal.run("policy", "simulate", file("p.yaml", POLICY), next, file("t.yaml", TABLE));

    assertThat(diff.code()).isEqualTo(Main.DONE);
    assertThat(diff.out())
        .contains(
            "note: ALLOW by agent/may/orders.note -> ASK by agent/may-after-approval/orders.note")
        .endsWith("3 calls, 1 with another verdict, 0 of them permitted more\n");
  }

  private static final StateKey<String> DONE = StateKey.of("done", String.class);

  /** Runs note and find under the policy, and fails at last so that the store still has the journal. */
  private void recordARun(CheckpointStore store, FileAuditKeys keys) {
    StateGraph graph = StateGraph.builder("work")
        .state(DONE)
        .node("work", ctx -> {
          ctx.tools().call("note", "{\"order_id\":\"A-1\"}");
          ctx.tools().call("find", "{}");
          throw new IllegalStateException("stop here");
        })
        .start("work")
        .edge("work", StateGraph.END)
        .build();
    CallRecorder recorder = CallRecorder.over(
            PolicyFile.parse(POLICY).compile(), dir.resolve("calls"), "p1")
        .sealed(keys);
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(recorder)
        .audit(FileAuditSink.in(dir.resolve("audit")).withArguments(keys))
        .checkpoints(store)
        .tools(List.of(tool("find", Sink.READ), tool("note", Sink.WRITE_LOCAL)))
        .build()) {
      runtime.run(
          graph, Update.none(), RunOptions.thread("t").as(Principal.of("ana", "acme", "agent")));
    }
  }

  private static GuardedTool tool(String name, Sink sink) {
    return new GuardedTool(
        new ToolRef("orders", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(sink),
        permit -> {
          permit.arguments();
          return ToolResult.ok("done");
        });
  }

  @Test
  void simulate_decides_what_runs_really_did_from_recording_trail_pack_and_store()
      throws IOException {
    FileAuditKeys keys = FileAuditKeys.in(dir.resolve("keys"));
    try (CheckpointStore files = FileCheckpointStore.open(dir.resolve("store"))) {
      recordARun(files, keys);
    }
    FileAuditSink audit = FileAuditSink.in(dir.resolve("audit"));
    List<String> lines = Files.readAllLines(audit.file("acme"));
    String run = AuditRecords.of(lines).all().get(0).text("run");
    IncidentPack.of(run, lines, AuditVerifier.verify(audit.file("acme")))
        .withArguments(run, lines, keys)
        .write(dir.resolve("pack.zip"));
    String old = file("p.yaml", POLICY);
    String next = file("n.yaml", POLICY.replace("allow: orders.note", "ask: orders.note"));
    String key = dir.resolve("keys").toString();
    String change =
        "orders.note: ALLOW by agent/may/orders.note -> ASK by agent/may-after-approval/orders.note";

    Terminal recording = simulate(old, next, dir.resolve("calls").toString(), "--keys", key);
    Terminal trail =
        simulate(old, next, audit.file("acme").toString(), "--keys", key, "--roles", "agent");
    Terminal pack = simulate(old, next, dir.resolve("pack.zip").toString(), "--roles", "agent");
    Terminal store = simulate(old, next, dir.resolve("store").toString(), "--tenant", "acme");

    String both = "2 calls, 1 with another verdict, 0 of them permitted more\n";
    assertThat(recording.out()).contains(change).endsWith(both);
    assertThat(trail.out()).contains(change).endsWith(both);
    assertThat(pack.out()).contains(change).endsWith(both);
    assertThat(store.out()).contains(change).endsWith(both.replace("2 calls", "1 calls"));
    assertThat(simulate(next, old, dir.resolve("calls").toString(), "--keys", key, "--no-laxer"))
        .satisfies(t -> assertThat(t.code()).isEqualTo(Main.NO))
        .satisfies(t -> assertThat(t.out()).contains("(permits more)"));
    assertThat(simulate(old, next, dir.resolve("calls").toString()).out())
        .isEqualTo("0 calls, 0 with another verdict, 0 of them permitted more; 3 records left out:"
            + " their arguments are not known\n");
  }

  @Test
  void simulate_reads_the_calls_of_an_sqlite_store() throws IOException {
    Path database = dir.resolve("agents.db");
    try (CheckpointStore sqlite = SqliteCheckpointStore.open(database)) {
      recordARun(sqlite, FileAuditKeys.in(dir.resolve("keys")));
    }
    String next = file("n.yaml", POLICY.replace("allow: orders.note", "deny: orders.note"));

    Terminal diff = simulate(file("p.yaml", POLICY), next, database.toString(), "--tenant", "acme");

    assertThat(diff.out()).contains("ALLOW by agent/may/orders.note -> DENY by");
  }

  @Test
  void simulate_says_what_is_missing() throws IOException {
    String policy = file("p.yaml", POLICY);

    assertThat(simulate(policy, policy, dir.resolve("nothing").toString()).err())
        .contains("there is no");
    assertThat(simulate(policy, policy, dir.toString()).err())
        .contains("neither a checkpoint store");
  }

  private static Terminal simulate(String... words) {
    List<String> all = new ArrayList<>(List.of("policy", "simulate"));
    all.addAll(List.of(words));
    return Terminal.run(all.toArray(String[]::new));
  }

  @Test
  void suggest_drafts_what_tools_are() throws IOException {
    String tools = file(
        "tools.json",
        "{\"tools\":[{\"name\":\"delete_file\",\"inputSchema\":{\"properties\":{\"file_id\":{}}}}]}");

    Terminal draft = Terminal.run("policy", "suggest", tools, "--server", "drive");

    assertThat(draft.code()).isEqualTo(Main.DONE);
    assertThat(draft.out())
        .contains(
            "  \"drive.delete_file\":\n    sink: DELETE\n    arguments:\n      \"file_id\": IDENTIFIER\n");
    assertThat(Terminal.run("policy", "guess", tools).code()).isEqualTo(Main.WRONG_USAGE);
  }
}
