package io.harden4j.guard;

import static io.harden4j.guard.Scene.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.label.Readers;
import io.harden4j.testkit.Evidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mutation by table: for each default rule one call that it stops and one honest call beside it, each with its verdict. A guard without the rule, or with the
 * rule turned round, gets a row wrong.
 */
class RuleMutationTest {
  private static final List<String> NOTICED = new ArrayList<>();

  /** An honest call as near to the rule as there is. */
  private static Scene twinOf(DefaultRule rule) {
    Scene mail = call("s.t", Sink.WRITE_EXTERNAL, "{\"text\":\"hello\",\"to\":\"b@c.test\"}")
        .argument("to", ArgumentRole.DESTINATION)
        .labels(Map.of("/to", Scene.USER));
    return switch (rule) {
      case SAME_TENANT -> call("s.t", Sink.READ, "{}").under(Scene.USER);
      case NO_WILDCARD_ON_GRAVE_SINK -> call("s.run", Sink.SPEND, "{}").under(Scene.USER);
      case RESERVED_ARGUMENT -> call("s.t", Sink.READ, "{\"rolex\":\"gold\"}");
      case POLLUTING_KEY -> call("s.t", Sink.READ, "{\"prototypes\":1}");
      case PLAIN_ARGUMENT ->
        call("s.t", Sink.READ, "{\"to\":[\"b@c.test\"]}").argument("to", ArgumentRole.DESTINATION);
      case GRAVE_SINK_ASKS -> call("exact.grant", Sink.SPEND, "{}").under(Scene.USER);
      case SECRET_STAYS ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"k\":\"x\"}")
            .argument("k", ArgumentRole.SECRET)
            .under(Scene.USER);
      case GROUNDED_ARGUMENT, NO_DESTINATION -> mail;
      case TARGET_BY_USER ->
        call("s.t", Sink.DELETE, "{\"id\":\"A-1042\"}")
            .argument("id", ArgumentRole.IDENTIFIER)
            .labels(Map.of("/id", Scene.USER));
      case LOCAL_WRITE ->
        call("s.t", Sink.WRITE_LOCAL, "{\"id\":\"A-1042\"}")
            .argument("id", ArgumentRole.IDENTIFIER)
            .labels(Map.of("/id", Scene.USER));
      case FOREIGN_LINK -> mail.sending("{\"text\":\"see report.docx\",\"to\":\"b@c.test\"}");
      case CONFIDENTIAL -> mail.under(Scene.USER);
      case RULE_OF_TWO ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"to\":\"b@c.test\",\"file\":\"A-1\"}")
            .argument("to", ArgumentRole.DESTINATION)
            .argument("file", ArgumentRole.IDENTIFIER)
            .under(Scene.PAGE.withReaders(Readers.only("user:ana")))
            .labels(Map.of("/to", Scene.USER, "/file", Scene.USER));
    };
  }

  /** Returns the verdict of each row: of what a rule stops, and of its twin. */
  private static Map<String, String> table(StandardGuard guard) {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (DefaultRule rule : DefaultRule.values()) {
      verdicts.put("stops " + rule, verb(DefaultRulesTest.judge(rule, guard)));
      verdicts.put("lets pass " + rule, verb(twinOf(rule).judgedBy(guard)));
    }
    return verdicts;
  }

  private static String verb(Decision decision) {
    return Scene.verdict(decision).split(" ", 2)[0];
  }

  private static List<String> wrong(StandardGuard guard) {
    Map<String, String> right = table(DefaultRulesTest.open().build());
    List<String> rows = new ArrayList<>();
    table(guard).forEach((row, verdict) -> {
      if (!verdict.equals(right.get(row))) {
        rows.add(row);
      }
    });
    return rows;
  }

  /** Turns one rule round: what it found is gone, and where it found nothing it asks. */
  private static BiFunction<GuardRequest, List<Finding>, List<Finding>> inverting(
      DefaultRule rule) {
    String id = rule == DefaultRule.NO_WILDCARD_ON_GRAVE_SINK ? "not-permitted" : rule.id();
    return (request, findings) -> {
      List<Finding> others = new ArrayList<>(findings);
      return others.removeIf(f -> f.rule().equals(id)) ? others : with(others, id);
    };
  }

  private static List<Finding> with(List<Finding> findings, String id) {
    findings.add(Finding.ask(id, "the rule is turned round"));
    return findings;
  }

  @Test
  void the_standard_profile_stops_one_row_of_each_pair_and_lets_the_other_pass() {
    table(DefaultRulesTest.open().build())
        .forEach((row, verdict) ->
            assertThat(verdict).as(row).matches(row.startsWith("stops") ? "ASK|DENY" : "ALLOW"));
  }

  @ParameterizedTest(name = "{0} removed")
  @EnumSource(DefaultRule.class)
  void a_rule_that_is_removed_is_noticed_by_the_row_it_stops(DefaultRule rule) {
    List<String> wrong = wrong(DefaultRulesTest.open().without(rule).build());

    boolean graveStillAsks = rule == DefaultRule.NO_WILDCARD_ON_GRAVE_SINK;
    assertThat(wrong).contains("stops " + rule).hasSizeLessThanOrEqualTo(graveStillAsks ? 2 : 1);
    NOTICED.add(rule + " removed");
  }

  @ParameterizedTest(name = "{0} turned round")
  @EnumSource(DefaultRule.class)
  void a_rule_that_is_turned_round_is_noticed_by_both_of_its_rows(DefaultRule rule) {
    StandardGuard turned = DefaultRulesTest.open().build().mutated(inverting(rule));

    assertThat(wrong(turned)).contains("stops " + rule, "lets pass " + rule);
    NOTICED.add(rule + " turned round");
  }

  @Test
  void a_guard_without_any_rule_or_that_answers_the_reverse_is_noticed_by_every_row() {
    GuardBuilder none = DefaultRulesTest.open();
    EnumSet.allOf(DefaultRule.class).forEach(none::without);
    StandardGuard reverse = DefaultRulesTest.open()
        .build()
        .mutated((request, findings) ->
            findings.isEmpty() ? with(new ArrayList<>(), "reverse") : List.of());

    assertThat(wrong(none.build()))
        .containsExactlyElementsOf(
            EnumSet.allOf(DefaultRule.class).stream().map(r -> "stops " + r).toList());
    assertThat(wrong(reverse)).hasSize(2 * DefaultRule.values().length);
  }

  @AfterAll
  static void write_evidence() {
    Evidence.of("rule-mutation")
        .ran(NOTICED.size())
        .put("rules", DefaultRule.values().length)
        .put("mutants", 2L * DefaultRule.values().length)
        .put("noticed", NOTICED.size())
        .write();
  }
}
