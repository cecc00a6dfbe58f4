package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .endsWith("3 calls, 1 with another verdict\n");
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
