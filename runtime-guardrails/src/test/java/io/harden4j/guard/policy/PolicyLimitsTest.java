package io.harden4j.guard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.ClosedType;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.quota.Quota;
import io.harden4j.guard.quota.QuotaGuard;
import io.harden4j.identity.Principal;
import io.harden4j.label.Endorsement;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.EndorsementRefusedException;
import io.harden4j.run.RunOptions;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.Gate;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas and endorsements as parts of a policy. */
class PolicyLimitsTest {
  private static final StateKey<String> DONE = StateKey.of("done", String.class).orElse("");
  private static final String POLICY = """
      format: harden4j-policy/1
      id: desk
      rules:
        - { id: read, role: agent, allow: s.* }
      quotas:
        - { name: calls, scope: PRINCIPAL, of: CALLS, tools: s.*, limit: 2, window: P1D }
        - { name: read, scope: TENANT, of: BYTES_IN, tools: s.page, limit: 10, window: P1D }
      endorsements:
        - { name: mood, oneOf: [positive, negative] }
        - { name: nights, atLeast: 1, atMost: 30 }
        - { name: day, earliest: "2026-01-01", latest: "2026-12-31" }
        - { name: order }
      ...
      """;

  private final InMemoryControlStore store = new InMemoryControlStore();
  private final List<AuditRecord> trail = new ArrayList<>();

  private AgentRuntime runtime(Guard guard) {
    GuardedTool page = new GuardedTool(
        new ToolRef("s", "page", ""),
        "page",
        "",
        JsonNodeFactory.instance.objectNode(),
        ToolDeclaration.of(Sink.READ),
        permit -> {
          permit.arguments();
          return ToolResult.ok("12345678");
        });
    AgentRuntime.Builder builder =
        AgentRuntime.builder().guard(guard).tools(List.of(page)).audit(trail::add);
    return guard instanceof QuotaGuard quotas
        ? builder.obligation(QuotaGuard.RESULT_BYTES, quotas.resultBytes()).build()
        : builder.build();
  }

  private static final StateGraph CALL = StateGraph.builder("call")
      .state(DONE)
      .node("call", ctx -> {
        ToolResult result = ctx.tools().call("page", "{}");
        return Update.of(DONE, result.isOk() ? "OK" : result.status() + " " + result.code());
      })
      .start("call")
      .edge("call", StateGraph.END)
      .build();

  private String called(Guard guard, String principal) {
    try (AgentRuntime runtime = runtime(guard)) {
      return runtime
          .run(
              CALL,
              Update.none(),
              RunOptions.thread("t").as(Principal.of(principal, "acme", "agent")))
          .orThrow()
          .get(DONE);
    }
  }

  @Test
  void quotas_of_a_policy_are_counted_for_all_processes_by_principal_and_tenant() {
    StandardGuard policy =
        PolicyFile.parse(POLICY.replace("limit: 10", "limit: 1000")).compile();

    assertThat(called(QuotaGuard.over(policy, store), "ana")).isEqualTo("OK");
    assertThat(called(QuotaGuard.over(policy, store), "ana")).isEqualTo("OK");
    assertThat(called(QuotaGuard.over(policy, store), "ana")).isEqualTo("DENIED QUOTA_EXCEEDED");
    assertThat(called(QuotaGuard.over(policy, store), "bob")).isEqualTo("OK");
  }

  @Test
  void a_quota_on_results_withholds_what_does_not_fit() {
    StandardGuard policy = PolicyFile.parse(POLICY).compile();

    assertThat(called(QuotaGuard.over(policy, store), "ana")).isEqualTo("OK");
    assertThat(called(QuotaGuard.over(policy, store), "bob")).startsWith("TOOL_ERROR");
    assertThat(called(QuotaGuard.over(policy, store), "eva")).isEqualTo("DENIED QUOTA_EXCEEDED");
  }

  @Test
  void a_policy_with_quotas_that_nobody_counts_denies() {
    assertThat(called(PolicyFile.parse(POLICY).compile(), "ana"))
        .isEqualTo("DENIED UNKNOWN_OBLIGATION");
  }

  @Test
  void a_quota_in_java_is_the_same_as_one_in_a_file() {
    StandardGuard java = StandardGuard.builder()
        .role("agent")
        .may("s.*")
        .and()
        .quota(new Quota(
            "calls", Quota.Scope.PRINCIPAL, Quota.Unit.CALLS, "s.*", 2, Duration.ofDays(1)))
        .quota(new Quota(
            "read", Quota.Scope.TENANT, Quota.Unit.BYTES_IN, "s.page", 10, Duration.ofDays(1)))
        .endorse("mood", ClosedType.oneOf("negative", "positive"))
        .endorse("nights", ClosedType.number(1, 30))
        .endorse("day", ClosedType.date(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)))
        .endorse("order")
        .build();

    assertThat(PolicyFile.parse(POLICY).compile().describe()).isEqualTo(java.describe());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "limit: 2 | limit: 3",
        "scope: PRINCIPAL | scope: TENANT",
        "window: P1D | window: P2D",
        "tools: s.* | tools: s.page",
        "[positive, | [unsure,",
        "atMost: 30 | atMost: 31",
        "name: order | name: parcel",
      })
  void a_change_of_a_quota_or_an_endorsement_changes_the_hash(String from, String to) {
    assertThat(PolicyFile.parse(POLICY.replace(from, to)).compile().policyHash())
        .isNotEqualTo(PolicyFile.parse(POLICY).compile().policyHash());
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "limit: 2 | limit: two | another type",
        "limit: 2 | limit: -1 | limit of 0 or more",
        "window: P1D | window: day | no duration",
        "of: CALLS | of: LINES | none of",
        "scope: PRINCIPAL | scope: ALL | none of",
        "tools: s.* | tools: \"*.page\" | at its end",
        "name: read, scope | name: calls, scope | stands twice",
        "limit: 2, | x: 2, | no field 'x'",
        "atLeast: 1, | '' | needs a field 'atLeast'",
        "atLeast: 1, | atLeast: 40, | swap them",
        "atLeast: 1, | oneOf: [a], | one closed type",
        "\"2026-01-01\" | soon | no day",
        "name: order | name: mood | stands twice",
      })
  void a_faulty_quota_or_endorsement_is_refused(String from, String to, String message) {
    int at = POLICY.indexOf("quotas:");
    String text = POLICY.substring(0, at)
        + POLICY.substring(at).replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    PolicyFileException e = catchThrowableOfType(
        PolicyFileException.class, () -> PolicyFile.parse(text).compile());

    assertThat(e).isNotNull().hasMessageContaining(message);
    assertThat(e.line()).isPositive();
  }

  private void endorse(Guard guard, String name, Object value) {
    StateGraph graph = StateGraph.builder("endorse")
        .state(DONE)
        .node("work", ctx -> {
          ctx.endorse(value, Endorsement.of(name, "checked"));
          return Update.of(DONE, "yes");
        })
        .start("work")
        .edge("work", StateGraph.END)
        .build();
    try (AgentRuntime runtime = runtime(guard)) {
      runtime
          .run(
              graph, Update.none(), RunOptions.thread("t").as(Principal.of("ana", "acme", "agent")))
          .orThrow();
    }
  }

  @ParameterizedTest(name = "{0} = {1}: {2}")
  @CsvSource({
    "mood, positive, true",
    "mood, Positive, false",
    "mood, 'positive; mail eve', false",
    "nights, 7, true",
    "nights, 31, false",
    "day, 2026-05-13, true",
    "day, 2027-05-13, false",
    "order, whatever the node checked, true",
    "sender, eve, false",
  })
  void a_policy_that_names_endorsements_permits_those_values_and_no_others(
      String name, String value, boolean endorsed) {
    StandardGuard policy = PolicyFile.parse(POLICY).compile();

    if (endorsed) {
      endorse(policy, name, value);
    } else {
      assertThatThrownBy(() -> endorse(policy, name, value))
          .hasRootCauseInstanceOf(EndorsementRefusedException.class);
    }

    assertThat(trail)
        .singleElement()
        .satisfies(record -> assertThat(record.tool()).isEqualTo(Gate.ENDORSE))
        .satisfies(record -> assertThat(record.rule()).isEqualTo("endorse/" + name))
        .satisfies(record ->
            assertThat(record.outcome()).isEqualTo(endorsed ? "endorsed" : "not-endorsed"))
        .satisfies(record -> assertThat(record.reason() + record.argumentHash())
            .isEqualTo("TRUSTED_TOOL because checked"));
  }

  @Test
  void
      a_policy_without_endorsements_leaves_them_to_the_application_and_an_empty_list_forbids_all() {
    String none = POLICY.substring(0, POLICY.indexOf("endorsements:"));

    endorse(PolicyFile.parse(none + "...\n").compile(), "anything", "at all");
    assertThatThrownBy(() -> endorse(
            PolicyFile.parse(none + "endorsements: []\n...\n").compile(), "anything", "at all"))
        .hasRootCauseInstanceOf(EndorsementRefusedException.class);
  }

  @Test
  void nothing_is_endorsed_that_the_trail_cannot_keep() {
    StateGraph graph = StateGraph.builder("endorse")
        .state(DONE)
        .node("work", ctx -> {
          ctx.endorse("positive", Endorsement.of("mood", "checked"));
          return Update.of(DONE, "yes");
        })
        .start("work")
        .edge("work", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder()
        .guard(PolicyFile.parse(POLICY).compile())
        .audit(record -> {
          throw new IllegalStateException("the disk is full");
        })
        .build()) {
      assertThatThrownBy(() -> runtime
              .run(
                  graph,
                  Update.none(),
                  RunOptions.thread("t").as(Principal.of("ana", "acme", "agent")))
              .orThrow())
          .hasRootCauseInstanceOf(EndorsementRefusedException.class);
    }
  }
}
