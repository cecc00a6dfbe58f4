package io.harden4j.guard;

import static io.harden4j.guard.Scene.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each default rule decides one scene, and only its own switch takes it away. */
class DefaultRulesTest {
  static Scene sceneOf(DefaultRule rule) {
    return switch (rule) {
      case SAME_TENANT ->
        new Scene(
            Scene.ANA.withRoles("agent"),
            "s",
            "t",
            call("s.t", Sink.READ, "{}").declaration(),
            "{}",
            Scene.USER,
            Map.of());
      case NO_WILDCARD_ON_GRAVE_SINK -> call("s.run", Sink.EXECUTE, "{}").under(Scene.USER);
      case RESERVED_ARGUMENT -> call("s.t", Sink.READ, "{\"role\":\"admin\"}");
      case POLLUTING_KEY -> call("s.t", Sink.READ, "{\"prototype\":1}");
      case PLAIN_ARGUMENT ->
        call("s.t", Sink.READ, "{\"to\":{\"a\":1}}").argument("to", ArgumentRole.DESTINATION);
      case GRAVE_SINK_ASKS -> call("exact.grant", Sink.GRANT, "{}").under(Scene.USER);
      case SECRET_STAYS ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"k\":\"x\",\"to\":\"b@c.test\"}")
            .argument("k", ArgumentRole.SECRET)
            .argument("to", ArgumentRole.DESTINATION)
            .labels(Map.of("/to", Scene.USER));
      case GROUNDED_ARGUMENT ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"to\":\"b@c.test\"}")
            .argument("to", ArgumentRole.DESTINATION);
      case NO_DESTINATION -> call("s.t", Sink.WRITE_EXTERNAL, "{\"text\":\"hello\"}");
      case TARGET_BY_USER ->
        call("s.t", Sink.DELETE, "{\"id\":\"A-1042\"}")
            .argument("id", ArgumentRole.IDENTIFIER)
            .labels(Map.of("/id", Scene.DATABASE));
      case LOCAL_WRITE ->
        call("s.t", Sink.WRITE_LOCAL, "{\"id\":\"A-1042\"}")
            .argument("id", ArgumentRole.IDENTIFIER);
      case FOREIGN_LINK ->
        call(
                "s.t",
                Sink.WRITE_EXTERNAL,
                "{\"text\":\"see https://evil.test/x\",\"to\":\"b@c.test\"}")
            .argument("to", ArgumentRole.DESTINATION)
            .labels(Map.of("/to", Scene.USER));
      case CONFIDENTIAL ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"text\":\"hello\",\"to\":\"b@c.test\"}")
            .argument("to", ArgumentRole.DESTINATION)
            .under(Scene.USER.withReaders(Readers.only("user:ana")))
            .labels(Map.of("/to", Scene.USER));
      case RULE_OF_TWO ->
        call("s.t", Sink.WRITE_EXTERNAL, "{\"to\":\"b@c.test\",\"file\":\"A-1\"}")
            .argument("to", ArgumentRole.DESTINATION)
            .argument("file", ArgumentRole.IDENTIFIER)
            .under(Scene.PAGE.withReaders(Readers.only("user:ana")))
            .labels(Map.of("/to", Scene.USER, "/file", Scene.DATABASE));
    };
  }

  static GuardBuilder open() {
    return StandardGuard.builder().role("agent").may("*.*").may("exact.grant").and();
  }

  static Decision judge(DefaultRule rule, StandardGuard guard) {
    Scene scene = sceneOf(rule);
    if (rule == DefaultRule.SAME_TENANT) {
      GuardRequest r = scene.request();
      return guard.decide(new GuardRequest(
          r.principal(),
          r.run(),
          new ThreadKey("globex", "t"),
          r.node(),
          r.call(),
          r.declaration(),
          r.control(),
          r.arguments(),
          r.sources(),
          r.at()));
    }
    return scene.judgedBy(guard);
  }

  @ParameterizedTest
  @EnumSource(DefaultRule.class)
  void decides_its_scene_and_nothing_else_does(DefaultRule rule) {
    String on = Scene.verdict(judge(rule, open().build()));
    String off = Scene.verdict(judge(rule, open().without(rule).build()));

    String id = rule == DefaultRule.NO_WILDCARD_ON_GRAVE_SINK ? "not-permitted" : rule.id();
    assertThat(on).isIn("DENY " + id, "ASK " + id);
    assertThat(off)
        .isEqualTo(
            rule == DefaultRule.NO_WILDCARD_ON_GRAVE_SINK
                ? "ASK grave-sink-asks"
                : rule == DefaultRule.GRAVE_SINK_ASKS
                    ? "ALLOW agent/may/exact.grant"
                    : "ALLOW agent/may/*.*");
  }

  @ParameterizedTest
  @EnumSource(DefaultRule.class)
  void switching_it_off_shows_in_the_policy(DefaultRule rule) {
    StandardGuard guard = open().without(rule).build();

    assertThat(guard.describe()).contains("default rule " + rule.id() + " OFF\n");
    assertThat(guard.policyHash()).isNotEqualTo(open().build().policyHash());
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "READ,DESTINATION,ALLOW",
    "WRITE_LOCAL,DESTINATION,ASK",
    "READ_EGRESS,URL,ASK",
    "WRITE_EXTERNAL,DESTINATION,ASK",
    "WRITE_EXTERNAL,IDENTIFIER,ASK",
    "WRITE_EXTERNAL,AMOUNT,ASK",
    "WRITE_EXTERNAL,PATH,ASK",
    "DELETE,IDENTIFIER,ASK",
    "DELETE,DESTINATION,ASK",
    "SPEND,IDENTIFIER,ASK",
    "SPEND,AMOUNT,ASK",
    "SPEND,DESTINATION,DENY UNGROUNDED_DESTINATION",
    "GRANT,DESTINATION,ASK",
    "EXECUTE,QUERY,ASK",
    "READ_EGRESS,QUERY,ASK",
  })
  void an_ungrounded_argument_under_untrusted_control(
      Sink sink, ArgumentRole role, String expected) {
    StandardGuard guard = StandardGuard.builder().role("agent").may("s.t").build();
    Scene scene = call("s.t", sink, "{\"x\":\"value-1\"}").argument("x", role);

    assertThat(Scene.kind(scene.judgedBy(guard))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sink.class,
      names = {"READ_EGRESS", "WRITE_EXTERNAL", "SPEND", "DELETE"})
  void
      the_same_call_is_allowed_where_the_user_or_for_less_than_a_loss_a_trusted_tool_names_the_value_or_nothing_is_tainted(
          Sink sink) {
    StandardGuard guard = StandardGuard.builder().role("agent").may("s.t").build();
    Scene scene = call("s.t", sink, "{\"x\":\"value-1\"}").argument("x", ArgumentRole.DESTINATION);

    boolean costly = sink == Sink.SPEND || sink == Sink.DELETE;
    assertThat(Scene.kind(scene.labels(Map.of("/x", Scene.DATABASE)).judgedBy(guard)))
        .isEqualTo(costly ? "ASK" : "ALLOW");
    assertThat(Scene.kind(scene.labels(Map.of("/x", Scene.USER)).judgedBy(guard)))
        .isEqualTo("ALLOW");
    assertThat(Scene.kind(scene.under(Scene.DATABASE).judgedBy(guard))).isEqualTo("ALLOW");
  }

  @Test
  void one_untrusted_leaf_taints_a_call_whose_control_is_trusted() {
    StandardGuard guard = StandardGuard.builder().role("agent").may("s.t").build();
    Scene scene = call("s.t", Sink.SPEND, "{\"x\":[\"value-1\",\"value-2\"]}")
        .argument("x", ArgumentRole.DESTINATION)
        .under(Scene.USER)
        .labels(Map.of("/x/1", Scene.PAGE));

    assertThat(Scene.kind(scene.judgedBy(guard))).isEqualTo("DENY UNGROUNDED_DESTINATION");
  }

  @Test
  void a_denial_beats_a_question_and_both_beat_a_permission() {
    StandardGuard guard =
        StandardGuard.builder().role("agent").mayAfterApproval("s.t").build();
    Scene scene =
        call("s.t", Sink.SPEND, "{\"x\":\"v-1\"}").argument("x", ArgumentRole.DESTINATION);

    assertThat(Scene.kind(scene.under(Label.SYSTEM).judgedBy(guard))).isEqualTo("ASK");
    assertThat(Scene.kind(scene.judgedBy(guard))).isEqualTo("DENY UNGROUNDED_DESTINATION");
  }

  @ParameterizedTest
  @EnumSource(
      value = ArgumentRole.class,
      names = {"IDENTIFIER", "PATH", "URL", "DESTINATION", "SECRET"})
  void a_value_with_an_invisible_character_is_denied_whoever_wrote_it(ArgumentRole role) {
    Scene scene =
        call("s.t", Sink.READ, "{\"x\":\"A-1\\u200b\"}").argument("x", role).under(Scene.USER);

    assertThat(Scene.kind(scene.judgedBy(open().build()))).isEqualTo("DENY AMBIGUOUS_ARGUMENT");
  }

  @Test
  void a_reserved_name_can_be_accepted_for_one_tool_only() {
    StandardGuard guard = open().acceptArgument("mail.tag", "label").build();

    assertThat(Scene.kind(call("mail.tag", Sink.READ, "{\"label\":\"x\"}").judgedBy(guard)))
        .isEqualTo("ALLOW");
    assertThat(Scene.kind(call("mail.tag", Sink.READ, "{\"role\":\"x\"}").judgedBy(guard)))
        .isEqualTo("DENY RESERVED_ARGUMENT");
    assertThat(Scene.kind(call("mail.send", Sink.READ, "{\"label\":\"x\"}").judgedBy(guard)))
        .isEqualTo("DENY RESERVED_ARGUMENT");
  }

  @Test
  void questions_of_default_rules_go_to_the_declared_role() {
    StandardGuard guard = open().approvals(by -> by.role("security")).build();

    Decision decision = sceneOf(DefaultRule.NO_DESTINATION).judgedBy(guard);

    assertThat(((Decision.AskHuman) decision).audience()).isEqualTo("security");
  }
}
