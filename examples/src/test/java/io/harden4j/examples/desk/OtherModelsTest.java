package io.harden4j.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.examples.orders.ExecutedCall;
import io.harden4j.examples.orders.OrderDatabase;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other models do: talk instead of JSON, invent sources and prices, call tools on their own. */
class OtherModelsTest {
  private static final String QUESTION =
      "My helmet from order A-1042 arrived with a crack. Can I get a refund?";
  private static final String PLAN = "{\"lookup\": \"BOTH\", \"searches\": [\"damaged helmet\"]}";
  private static final String DRAFT =
      "{\"answer\": \"Yes.\", \"sources\": [\"damaged-items.md\"], \"refund\": "
          + "{\"order\": \"A-1042\", \"amount\": 89.90, \"reason\": \"DAMAGED_ON_ARRIVAL\"}}";

  @TempDir
  private Path folder;

  @Test
  void a_draft_that_fails_the_checks_is_written_again_with_the_faults_in_the_prompt() {
    String invented = DRAFT.replace("damaged-items.md", "secret.md").replace("89.90", "102.39");
    ScriptedChatModel model = ScriptedChatModel.replying(PLAN, invented, DRAFT);

    try (Desk desk = open(model)) {
      RunResult result = desk.ask("t", QUESTION, event -> {});

      assertThat(result).isInstanceOf(RunResult.Suspended.class);
      assertThat(model.requests().get(2).toString())
          .contains("the source 'secret.md' is none of", "the refund is no price of an item");
    }
  }

  @Test
  void a_model_that_never_gives_a_usable_draft_hands_over_to_a_human() {
    ScriptedChatModel model = ScriptedChatModel.replying(PLAN, "Sure thing!", "I said: sure!");

    try (Desk desk = open(model)) {
      RunResult waiting = desk.ask("t", QUESTION, event -> {});
      desk.answer("t", "We are looking into it.");
      RunResult result = desk.resume("t", event -> {});

      assertThat(waiting).isInstanceOf(RunResult.Suspended.class);
      assertThat(result.orThrow().get(SupportDesk.REPLY).text())
          .isEqualTo("We are looking into it.");
      assertThat(model.calls()).isEqualTo(3);
    }
  }

  @Test
  void a_refund_that_the_model_calls_itself_waits_for_the_same_human_and_is_paid_once() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(PLAN)
        .reply(Reply.toolCall(
            "orders__refund_order",
            "{\"order_id\": \"A-1042\", \"amount\": 89.90, \"reason\": \"damaged on arrival\"}"))
        .reply(DRAFT)
        .build();

    try (Desk desk = open(model)) {
      RunResult waiting = desk.ask("t", QUESTION, event -> {});
      RunResult result = TestDesk.release(desk, "t", waiting);

      assertThat(waiting).isInstanceOf(RunResult.Suspended.class);
      assertThat(result).isInstanceOf(RunResult.Completed.class);
      assertThat(OrderDatabase.executedCalls(new DeskHome(folder).database()))
          .extracting(ExecutedCall::tool)
          .containsExactly("find_order", "shipment_status", "refund_order");
    }
  }

  @Test
  void a_refund_above_the_limit_of_the_policy_is_denied_whatever_the_model_says() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(PLAN)
        .reply(Reply.toolCall(
            "orders__refund_order",
            "{\"order_id\": \"A-1042\", \"amount\": 501, \"reason\": \"goodwill\"}"))
        .reply("{\"answer\": \"No.\", \"sources\": [\"damaged-items.md\"]}")
        .build();

    try (Desk desk = open(model)) {
      RunResult result = desk.ask("t", QUESTION, event -> {});

      assertThat(result).isInstanceOf(RunResult.Completed.class);
      assertThat(OrderDatabase.executedCalls(new DeskHome(folder).database()))
          .extracting(ExecutedCall::tool)
          .doesNotContain("refund_order");
    }
  }

  private Desk open(ScriptedChatModel model) {
    ModelChoice choice = new ModelChoice(model, "a script", Optional.empty());
    return new Desk(
        new Desk.Parts(new DeskHome(folder), choice, Optional.empty(), Optional.empty()));
  }
}
