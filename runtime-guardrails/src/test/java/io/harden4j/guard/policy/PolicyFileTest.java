package io.harden4j.guard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.policy.PolicyFileException.Kind;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.ProcessorTime;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(HostileEvidence.class)
class PolicyFileTest {
  static final String GOOD = """
      format: harden4j-policy/1
      id: desk
      tools:
        orders.find_order:
          sink: READ
          arguments: { order_id: IDENTIFIER }
          result: { readers: [principal], named: [title], vouched: ["id_:order_id"] }
        orders.refund:
          sink: SPEND
          arguments: { iban: DESTINATION, amount: AMOUNT }
          rises:
            - { argument: permission, unless: [r], to: GRANT }
        ops.restart:
          sink: EXECUTE
      roles:
        lead: { inherits: [agent] }
      rules:
        - id: read
          role: agent
          allow: orders.find_*
        - id: refunds
          role: agent
          ask: orders.refund
          approver: { role: supervisor, within: PT4H, people: 2 }
          arguments:
            amount: { atMost: 50 }
        - id: restart
          role: lead
          ask: ops.restart
      forbidden: ["*.drop_*"]
      defaults:
        mailDomains: [acme.test]
      ...
      """;

  private static GuardRequest call(String tool, String json, String... roles) {
    int dot = tool.indexOf('.');
    return new GuardRequest(
        Principal.of("ana", "acme", roles),
        new RunId("run"),
        new ThreadKey("acme", "t"),
        "act",
        new ToolCall(
            new ToolRef(tool.substring(0, dot), tool.substring(dot + 1), ""),
            CanonicalArguments.parse(json)),
        ToolDeclaration.of(Sink.READ),
        Label.SYSTEM,
        Map.of(),
        List.of(),
        Instant.EPOCH);
  }

  private static String verdict(Decision decision) {
    return decision.fold(a -> "ALLOW", d -> "DENY " + d.code(), q -> "ASK");
  }

  @ParameterizedTest(name = "{0} {1} as {2}: {3}")
  @CsvSource({
    "orders.find_order, '{}', agent, ALLOW",
    "orders.find_order, '{}', lead, ALLOW",
    "orders.find_order, '{}', visitor, DENY NOT_PERMITTED",
    "orders.refund, '{\"amount\":50,\"permission\":\"r\"}', agent, ASK",
    "orders.refund, '{\"amount\":51,\"permission\":\"r\"}', agent, DENY ARGUMENT_NOT_PERMITTED",
    "ops.restart, '{}', agent, DENY NOT_PERMITTED",
    "ops.restart, '{}', lead, ASK",
    "orders.drop_all, '{}', lead, DENY NOT_PERMITTED",
  })
  void a_file_decides_as_it_is_written(String tool, String json, String role, String expected) {
    StandardGuard guard = PolicyFile.parse(GOOD).compile();

    assertThat(verdict(guard.decide(call(tool, json, role)))).isEqualTo(expected);
  }

  @Test
  void the_policy_says_what_a_tool_is_even_where_the_tool_says_less() {
    PolicyFile file = PolicyFile.parse(GOOD);

    assertThat(file.tools().get("orders.refund"))
        .isEqualTo(ToolDeclaration.of(Sink.SPEND)
            .argument("iban", ArgumentRole.DESTINATION)
            .argument("amount", ArgumentRole.AMOUNT)
            .risesUnless("permission", Set.of("r"), Sink.GRANT));
    Decision.AskHuman ask =
        (Decision.AskHuman) file.compile().decide(call("orders.refund", "{\"amount\":5}", "agent"));
    assertThat(ask.question()).contains("(GRANT)");
    assertThat(ask.audience()).isEqualTo("supervisor");
    assertThat(ask.expiresIn()).isEqualTo(Duration.ofHours(4));
    assertThat(ask.obligations())
        .anySatisfy(o -> assertThat(o.parameters()).containsEntry("people", "2"));
  }

  @Test
  void the_same_rules_have_the_same_hash_in_whatever_order_and_any_change_another() {
    String hash = PolicyFile.parse(GOOD).compile().policyHash();

    assertThat(PolicyFile.parse("# a note\n" + GOOD).compile().policyHash()).isEqualTo(hash);
    for (String[] change : new String[][] {
      {"atMost: 50", "atMost: 51"},
      {"people: 2", "people: 1"},
      {"READ", "WRITE_LOCAL"},
      {"id_:order_id", "id_:other"},
      {"inherits: [agent]", "inherits: []"},
      {"acme.test", "acme2.test"},
      {"unless: [r]", "unless: [x]"}
    }) {
      assertThat(PolicyFile.parse(GOOD.replace(change[0], change[1])).compile().policyHash())
          .as(change[1])
          .isNotEqualTo(hash);
    }
  }

  private static PolicyFileException refused(String text) {
    return catchThrowableOfType(
        PolicyFileException.class, () -> PolicyFile.parse(text).compile());
  }

  @ParameterizedTest(name = "F26 {0} -> {1}: {3} {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "allow: orders.find_* | alow: orders.find_* | FIELD | 20 | no field 'alow'",
        "id: refunds | id: read | MEANING | 21 | stands twice",
        "inherits: [agent] | inherits: [lead] | MEANING | 0 | inherits itself",
        "inherits: [agent] | inherits: [nobody] | MEANING | 0 | of which no line speaks",
        "allow: orders.find_* | allow: \"*.*\" | MEANING | 0 | covers ops.restart",
        "id: restart | ida: restart | FIELD | 27 | no field 'ida'",
        "sink: EXECUTE | sink: HARMLESS | MEANING | 13 | none of",
        "sink: EXECUTE | sink: &a EXECUTE | SYNTAX | 14 | no anchors",
        "sink: EXECUTE | sink: !!java.net.URL EXECUTE | SYNTAX | 14 | no anchors",
        "within: PT4H | within: 4 hours | MEANING | 21 | no duration",
        "atMost: 50 | atMost: fifty | FIELD | 26 | another type",
        "people: 2 | people: 7 | MEANING | 21 | 1 or 2 people",
        "ask: ops.restart | ask: restart | MEANING | 27 | not of the form",
        "ask: ops.restart | governors: [sql] | MEANING | 27 | exactly one of allow, ask and deny",
        "format: harden4j-policy/1 | format: other/9 | FIELD | 1 | first line",
        "id: desk | id: desk{n}id: desk | SYNTAX | 3 | twice",
      })
  void F26_a_faulty_file_is_refused_with_its_line(
      String from, String to, Kind kind, int line, String message) {
    String text = GOOD.replace(from, to.replace("{n}", "\n"));
    PolicyFileException e = refused(text);

    assertThat(e).isNotNull();
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
    assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
    assertThat(e).hasMessageContaining(message.strip());
  }

  @Test
  void F26_a_wildcard_that_covers_a_declared_grave_tool_is_refused() {
    assertThat(refused(GOOD.replace("ask: ops.restart", "ask: ops.*")))
        .hasMessageContaining("covers ops.restart, which can EXECUTE");
  }

  @Test
  void F26_an_empty_file_and_each_beginning_of_a_file_are_refused() {
    assertThat(refused("  \n").kind()).isEqualTo(Kind.EMPTY);
    for (int length = 1; length < GOOD.stripTrailing().length(); length++) {
      String half = GOOD.substring(0, length);

      assertThat(refused(half)).as(half).isNotNull();
    }
  }

  @Test
  void F26_a_file_of_10_megabytes_is_refused_at_once(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "#".repeat(10_000_000));

    ProcessorTime work = ProcessorTime.start();
    assertThatThrownBy(() -> PolicyFile.read(file))
        .isInstanceOf(PolicyFileException.class)
        .hasMessageContaining("10000000 bytes");

    assertThat(work.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void F26_a_file_made_to_explode_is_refused() {
    String bomb = "format: harden4j-policy/1\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n...\n";

    assertThat(refused(bomb).kind()).isEqualTo(Kind.SYNTAX);
    assertThat(refused("format: " + "[".repeat(50_000) + "\n...\n").kind()).isEqualTo(Kind.SYNTAX);
  }

  @Test
  void F30_an_unknown_obligation_or_governor_is_refused_at_load() {
    String governed =
        GOOD.replace("allow: orders.find_*", "allow: orders.find_*\n    governors: [sql]");
    String obliged = GOOD.replace(
        "allow: orders.find_*",
        "allow: orders.find_*\n    obligations: [{ name: mask, with: { field: name } }]");

    assertThat(refused(governed)).hasMessageContaining("unknown governor 'sql'");
    assertThat(refused(obliged)).hasMessageContaining("no handler");
    assertThat(PolicyFile.parse(obliged)
            .compile(Map.of(), Set.of("mask"))
            .decide(call("orders.find_order", "{}", "agent")))
        .isInstanceOfSatisfying(
            Decision.Allow.class,
            allow -> assertThat(allow.obligations()).anyMatch(o -> o.name().equals("mask")));
  }

  @Test
  void a_governor_narrows_or_denies_what_its_line_permits() {
    String governed =
        GOOD.replace("allow: orders.find_*", "allow: orders.find_*\n    governors: [limit, stop]");
    StandardGuard guard = PolicyFile.parse(governed)
        .compile(
            Map.of(
                "limit",
                r -> new Decision.Allow(
                    "limit",
                    r.call().withArguments(CanonicalArguments.parse("{\"limit\":10}")),
                    List.of()),
                "stop",
                r -> r.call().arguments().json().contains("10")
                    ? new Decision.Allow("no", r.call(), List.of())
                    : new Decision.Deny("no", "NO", "", "")),
            Set.of());

    Decision decision = guard.decide(call("orders.find_order", "{}", "agent"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Allow.class,
            allow -> assertThat(allow.effective().arguments().json()).isEqualTo("{\"limit\":10}"));
  }

  @Test
  void F26_a_refused_file_leaves_the_old_policy_and_a_new_one_swaps_as_a_whole(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), GOOD);
    PolicyHolder holder = PolicyHolder.load(file, Map.of(), Set.of());
    String before = holder.policyHash();

    Files.writeString(file, GOOD.replace("allow:", "alow:"));
    assertThatThrownBy(() -> holder.reload(file)).isInstanceOf(PolicyFileException.class);
    assertThat(holder.policyHash()).isEqualTo(before);

    Files.writeString(file, GOOD.replace("atMost: 50", "atMost: 10"));
    holder.reload(file);
    assertThat(holder.policyHash()).isNotEqualTo(before);
  }

  @Test
  void a_run_keeps_its_policy_but_for_what_is_taken_away_by_name(@TempDir Path folder) {
    PolicyHolder holder = PolicyHolder.of(PolicyFile.parse(GOOD).compile());
    GuardRequest read = call("orders.find_order", "{}", "agent");
    String hash = holder.policyHash(read);
    assertThat(verdict(holder.decide(read))).isEqualTo("ALLOW");

    holder.replace(
        PolicyFile.parse(GOOD.replace("role: agent\n    allow", "role: clerk\n    allow"))
            .compile());
    assertThat(verdict(holder.decide(read))).isEqualTo("ALLOW");
    assertThat(holder.policyHash(read)).isEqualTo(hash).isNotEqualTo(holder.policyHash());

    holder.replace(
        PolicyFile.parse(GOOD.replace("\"*.drop_*\"", "\"orders.find_*\"")).compile());
    assertThat(verdict(holder.decide(read))).isEqualTo("DENY NOT_PERMITTED");
  }

  @Test
  void the_shipped_schema_knows_exactly_the_fields_of_a_file() throws Exception {
    try (InputStream in = PolicyFile.class.getResourceAsStream("policy-1.schema.json")) {
      JsonNode schema = new ObjectMapper().readTree(in);

      assertFields(schema, PolicyDocument.class);
      assertFields(schema.at("/$defs/tool"), PolicyDocument.Tool.class);
      assertFields(schema.at("/$defs/rise"), PolicyDocument.Rise.class);
      assertFields(schema.at("/$defs/result"), PolicyDocument.Result.class);
      assertFields(schema.at("/$defs/role"), PolicyDocument.Role.class);
      assertFields(schema.at("/$defs/rule"), PolicyDocument.Rule.class);
      assertFields(schema.at("/$defs/argument"), PolicyDocument.Argument.class);
      assertFields(schema.at("/$defs/approver"), PolicyDocument.Approver.class);
      assertFields(schema.at("/$defs/condition"), PolicyDocument.Condition.class);
      assertFields(schema.at("/$defs/limit"), PolicyDocument.Limit.class);
      assertFields(schema.at("/$defs/trusted"), PolicyDocument.Trusted.class);
      assertFields(schema.at("/$defs/defaults"), PolicyDocument.Defaults.class);
    }
  }

  @Test
  void the_examples_of_the_reference_compile_and_agree() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "policy-reference.md"));
    String[] yaml = page.split("```yaml\n", -1);
    PolicyFile policy = PolicyFile.parse(yaml[1].substring(0, yaml[1].indexOf("```")));
    PolicyTable table = PolicyTable.parse(yaml[2].substring(0, yaml[2].indexOf("```")));

    assertThat(table.under(policy.compile(), policy.tools()))
        .allMatch(PolicyTable.Verdict::isExpected);
    for (Class<?> type : List.of(
        PolicyDocument.class,
        PolicyDocument.Tool.class,
        PolicyDocument.Rule.class,
        PolicyDocument.Argument.class,
        PolicyDocument.Approver.class,
        PolicyDocument.Result.class,
        PolicyDocument.Limit.class,
        PolicyDocument.Trusted.class,
        PolicyDocument.Defaults.class)) {
      for (var field : type.getRecordComponents()) {
        assertThat(page).contains("`" + field.getName());
      }
    }
  }

  private static void assertFields(JsonNode schema, Class<?> type) {
    Set<String> known = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    Set<String> fields = Arrays.stream(type.getRecordComponents())
        .map(c -> c.getName().equals("parameters") ? "with" : c.getName())
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(known).as(type.getSimpleName()).isEqualTo(fields);
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
  }
}
