package io.harden4j.guard;

import static io.harden4j.guard.Scene.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.Digests;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of a policy permits, and how lines and roles add up. */
@ExtendWith(HostileEvidence.class)
class RolesTest {
  private static Scene tool(String name) {
    return call(name, Sink.READ, "{}").under(Scene.USER);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "orders.find_order, orders.find_order, true",
    "orders.find_order, orders.find_orders, false",
    "orders.*, orders.find_order, true",
    "orders.*, orders2.find_order, false",
    "orders.find_*, orders.find_order, true",
    "orders.find_*, orders.find_, true",
    "orders.find_*, orders.refund_order, false",
    "ord*.find_order, orders.find_order, true",
    "*.find_order, orders.find_order, true",
    "*.*, orders.find_order, true",
    "orders.a.b, orders.a.b, true",
  })
  void a_pattern_matches_whole_names(String pattern, String tool, boolean matches) {
    StandardGuard guard = StandardGuard.builder().role("agent").may(pattern).build();

    assertThat(tool(tool).judgedBy(guard) instanceof Decision.Allow).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refund",
        "",
        ".",
        "orders.",
        ".find",
        "or*ers.find",
        "orders.*find",
        "orders.fi nd",
        "orders.find\u200b"
      })
  void a_pattern_that_cannot_mean_anything_is_refused(String pattern) {
    assertThatThrownBy(() -> StandardGuard.builder().role("agent").may(pattern))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("pattern");
  }

  @Test
  void within_a_role_the_strictest_line_wins_in_any_order() {
    StandardGuard one = StandardGuard.builder()
        .role("agent")
        .may("orders.*")
        .mayAfterApproval("orders.refund")
        .mayNot("orders.delete")
        .build();
    StandardGuard other = StandardGuard.builder()
        .role("agent")
        .mayNot("orders.delete")
        .mayAfterApproval("orders.refund")
        .may("orders.*")
        .build();

    for (StandardGuard guard : List.of(one, other)) {
      assertThat(Scene.verdict(tool("orders.find").judgedBy(guard)))
          .isEqualTo("ALLOW agent/may/orders.*");
      assertThat(Scene.verdict(tool("orders.refund").judgedBy(guard)))
          .isEqualTo("ASK agent/may-after-approval/orders.refund");
      assertThat(Scene.verdict(tool("orders.delete").judgedBy(guard)))
          .isEqualTo("DENY agent/may-not/orders.delete");
    }
    assertThat(one.policyHash()).isEqualTo(other.policyHash());
  }

  @Test
  void over_roles_the_most_permissive_one_wins() {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may("orders.*")
        .mayNot("orders.delete")
        .mayAfterApproval("orders.refund")
        .role("lead")
        .may("orders.refund")
        .mayAfterApproval("orders.delete", by -> by.role("owner"))
        .build();

    assertThat(Scene.verdict(tool("orders.refund").as("agent", "lead").judgedBy(guard)))
        .isEqualTo("ALLOW lead/may/orders.refund");
    assertThat(Scene.kind(tool("orders.delete").as("agent", "lead").judgedBy(guard)))
        .isEqualTo("ASK");
    assertThat(Scene.kind(tool("orders.find").as("lead").judgedBy(guard)))
        .isEqualTo("DENY NOT_PERMITTED");
  }

  @Test
  void what_nobody_may_no_role_may() {
    StandardGuard guard = StandardGuard.builder()
        .nobodyMay("*.drop_*")
        .role("agent")
        .may("*.*")
        .may("db.drop_table")
        .build();

    assertThat(Scene.verdict(tool("db.drop_table").judgedBy(guard)))
        .isEqualTo("DENY nobody-may/*.drop_*");
  }

  @Test
  void the_narrowest_approval_of_a_role_counts() {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .mayAfterApproval("orders.*", by -> by.within(Duration.ofHours(1)))
        .mayAfterApproval("orders.refund", by -> by.role("supervisor").within(Duration.ofHours(4)))
        .build();

    Decision.AskHuman ask = (Decision.AskHuman) tool("orders.refund").judgedBy(guard);

    assertThat(ask.audience()).isEqualTo("supervisor");
    assertThat(ask.expiresIn()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'amount':50,'to':'bob@acme.test'} | ALLOW",
        "{'amount':50.01,'to':'bob@acme.test'} | ASK",
        "{'amount':0,'to':'bob@acme.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':'10','to':'bob@acme.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'to':'bob@acme.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':null,'to':'bob@acme.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'bob@evil.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'eve@evil.test, bob@acme.test'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'bob@acme.test','iban':'x'} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'bob@acme.test','iban':null} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'bob@acme.test','other':1} | DENY ARGUMENT_NOT_PERMITTED",
        "{'amount':5,'to':'bob@acme.test','note':'12345'} | ALLOW",
        "{'amount':5,'to':'bob@acme.test','note':'123456'} | DENY ARGUMENT_NOT_PERMITTED",
      })
  void demands_on_arguments(String json, String expected) {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may(
            "pay.send",
            a -> a.number("amount")
                .atLeast(1)
                .orAbsent()
                .present()
                .number("amount")
                .atMost(50)
                .elseAsk()
                .text("to")
                .emailAt("acme.test")
                .text("iban")
                .absent()
                .text("note")
                .maxLength(5)
                .orAbsent()
                .only("amount", "to", "note"))
        .build();

    assertThat(Scene.kind(tool("pay.send").sending(json.replace('\'', '"')).judgedBy(guard)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "a*c, abc, true",
    "a*c, ac, true",
    "a*c, abcd, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*, '', true",
    "a*a, a, false",
    "*b*, abc, true",
    "a*b*c, acb, false",
    "x*xx, xxx, true",
    "ab*ba, aba, false",
  })
  void a_glob_covers_the_whole_text(String glob, String text, boolean matches) {
    assertThat(Glob.of(glob).matches(text)).isEqualTo(matches);
  }

  @Test
  void other_demands_on_text_compare_character_by_character() {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may(
            "s.t",
            a -> a.text("/x/y")
                .oneOf("on", "off")
                .text("p")
                .startsWith("docs/")
                .endsWith(".md")
                .text("q")
                .equalTo("Q")
                .number("n")
                .equalTo(2))
        .build();
    Scene good =
        tool("s.t").sending("{\"x\":{\"y\":\"on\"},\"p\":\"docs/a.md\",\"q\":\"Q\",\"n\":2.0}");

    assertThat(Scene.kind(good.judgedBy(guard))).isEqualTo("ALLOW");
    for (String bad : List.of(
        "{\"x\":{\"y\":\"ON\"},\"p\":\"docs/a.md\",\"q\":\"Q\",\"n\":2}",
        "{\"x\":\"on\",\"p\":\"docs/a.md\",\"q\":\"Q\",\"n\":2}",
        "{\"x\":{\"y\":\"on\"},\"p\":\"/docs/a.md\",\"q\":\"Q\",\"n\":2}",
        "{\"x\":{\"y\":\"on\"},\"p\":\"docs/a.mdx\",\"q\":\"Q\",\"n\":2}",
        "{\"x\":{\"y\":\"on\"},\"p\":\"docs/a.md\",\"q\":\"q\",\"n\":2}",
        "{\"x\":{\"y\":\"on\"},\"p\":\"docs/a.md\",\"q\":\"Q\",\"n\":3}")) {
      assertThat(Scene.kind(good.sending(bad).judgedBy(guard)))
          .as(bad)
          .isEqualTo("DENY ARGUMENT_NOT_PERMITTED");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":\"5\",\"t\":\"x\"}",
        "{\"n\":5,\"t\":5}",
        "{\"n\":[5],\"t\":\"x\"}",
        "{\"n\":5,\"t\":[\"x\"]}"
      })
  void C03_a_value_of_another_type_is_denied_even_where_a_demand_would_ask(String json) {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may("s.t", a -> a.number("n").present().elseAsk().text("t").present().elseAsk())
        .build();

    assertThat(Scene.kind(tool("s.t").sending(json).judgedBy(guard)))
        .isEqualTo("DENY ARGUMENT_NOT_PERMITTED");
  }

  @Test
  void a_denial_for_arguments_does_not_tell_their_values() {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may("s.t", a -> a.text("k").equalTo("x"))
        .build();

    assertThat(tool("s.t").sending("{\"k\":\"canary-7f\"}").judgedBy(guard).toString())
        .doesNotContain("canary")
        .contains("/k is not equal to");
  }

  @Test
  void the_text_of_a_policy_is_what_its_hash_covers() {
    StandardGuard guard = StandardGuard.builder()
        .role("agent")
        .may("orders.*")
        .mayAfterApproval(
            "orders.refund",
            by -> by.role("supervisor"),
            a -> a.number("amount").atMost(50))
        .build();

    assertThat(guard.describe())
        .contains("role \"agent\" may orders.*\n")
        .contains(
            "role \"agent\" may after approval orders.refund by role \"supervisor\" within PT24H; number \"/amount\", at most 50\n")
        .contains("default rule grounded-argument\n")
        .endsWith("everything else is denied\n");
    assertThat(guard.policyHash()).isEqualTo(Digests.sha256(guard.describe()));
  }

  private static GuardedTool known(String name, Sink sink) {
    return new GuardedTool(
        new ToolRef("ops", name, ""),
        name,
        "",
        JsonNodeFactory.instance.objectNode(),
        ToolDeclaration.of(sink),
        permit -> ToolResult.ok(""));
  }

  @Test
  void F26_faults_of_a_policy_are_reported_all_at_once() {
    GuardBuilder builder = StandardGuard.builder()
        .tools(List.of(known("restart", Sink.EXECUTE), known("status", Sink.READ)))
        .role("agent")
        .may("ops.*")
        .may("ops.sttaus")
        .mayAfterApproval("ops.status")
        .may("ops.status")
        .and();

    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("agent/may/ops.* covers ops.restart, which can EXECUTE")
        .hasMessageContaining(
            "agent/may/ops.sttaus fits none of the tools [ops.restart, ops.status]")
        .hasMessageContaining("two verdicts for ops.status");
  }

  @Test
  void a_wildcard_is_accepted_where_the_grave_tool_is_named_or_taken_out() {
    List<GuardedTool> tools = List.of(known("restart", Sink.EXECUTE), known("status", Sink.READ));

    StandardGuard named = StandardGuard.builder()
        .tools(tools)
        .role("agent")
        .may("ops.*")
        .mayAfterApproval("ops.restart")
        .build();
    StandardGuard without = StandardGuard.builder()
        .tools(tools)
        .role("agent")
        .may("ops.*")
        .mayNot("ops.restart")
        .build();

    assertThat(named.policyHash()).isNotEqualTo(without.policyHash());
  }

  @Test
  void a_wildcard_on_a_grave_sink_is_refused_when_the_call_comes() {
    StandardGuard guard = StandardGuard.builder().role("agent").may("ops.*").build();

    Decision.Deny deny = (Decision.Deny)
        call("ops.restart", Sink.EXECUTE, "{}").under(Scene.USER).judgedBy(guard);

    assertThat(deny.toHuman())
        .contains("A wildcard never covers")
        .contains(".mayAfterApproval(\"ops.restart\")");
  }
}
