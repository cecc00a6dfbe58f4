package io.harden4j.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A governor that asks a human about what the policy permits or asks about. */
class AskingGovernorsTest {
  private static final Obligation MASK = new Obligation("mask", Map.of());
  private static final Obligation LIMIT = new Obligation("limit", Map.of("rows", "10"));

  private static Guard asking(String role, Duration within) {
    return request ->
        new Decision.AskHuman("governor", request.call(), "Really?", role, within, List.of(LIMIT));
  }

  private static Decision judged(UnaryOperator<RoleBuilder> line, Guard governor) {
    StandardGuard guard = line.apply(
            StandardGuard.builder().governor("amount", governor).role("agent"))
        .checkedBy("amount")
        .build();
    return Scene.call("orders.refund", Sink.WRITE_LOCAL, "{}").under(Scene.USER).judgedBy(guard);
  }

  @Test
  void what_the_policy_demands_is_still_due_once_the_human_agrees() {
    Decision decision = judged(
        role -> role.may("orders.refund").obliged("mask", Map.of()),
        asking("", Duration.ofHours(1)));

    assertThat(decision).isInstanceOfSatisfying(Decision.AskHuman.class, ask -> {
      assertThat(ask.obligations()).containsExactlyInAnyOrder(MASK, LIMIT);
      assertThat(ask.rule()).isEqualTo("governor");
    });
  }

  @Test
  void two_questions_become_one_that_ends_with_the_first_of_them() {
    Decision decision = judged(
        role ->
            role.mayAfterApproval("orders.refund", a -> a.role("lead").within(Duration.ofHours(4))),
        asking("", Duration.ofHours(1)));

    assertThat(decision).isInstanceOfSatisfying(Decision.AskHuman.class, ask -> {
      assertThat(ask.expiresIn()).isEqualTo(Duration.ofHours(1));
      assertThat(ask.audience()).isEqualTo("lead");
      assertThat(ask.question()).contains("orders.refund").endsWith("Really?");
    });
  }

  @Test
  void nobody_is_asked_for_a_role_that_only_one_of_two_rules_wants() {
    Decision decision = judged(
        role -> role.mayAfterApproval("orders.refund", a -> a.role("lead")),
        asking("finance", Duration.ofHours(1)));

    assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
      assertThat(deny.code()).isEqualTo("APPROVERS_DIFFER");
      assertThat(deny.toString()).contains("'lead'", "'finance'");
    });
  }
}
