package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.graph.Update;
import io.harden4j.observe.ObservationKind;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnguardedToolException;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.testkit.model.When;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AssistantToolLoopTest {
  private static final String REFUND = "{\"id\": 7, \"iban\": \"DE1\", \"amount\": 40}";

  private final OrderTools tools = new OrderTools();

  private static ScriptedChatModel refunding() {
    return ScriptedChatModel.builder()
        .when(When.resultOf("refund"), Reply.text("Done."))
        .when(When.resultOf("find_order"), Reply.toolCall("refund", REFUND))
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .build();
  }

  private static ToolExecutionResultMessage lastResult(ScriptedChatModel model) {
    List<ChatMessage> messages = model.requests().get(model.calls() - 1).messages();
    return (ToolExecutionResultMessage) messages.get(messages.size() - 1);
  }

  @Test
  void answers_with_what_a_tool_behind_the_gate_returned() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .reply("It was shipped.")
        .build();
    try (Desk desk = new Desk(model, tools)) {
      RunResult result = desk.ask("Where is order 7?");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("It was shipped.");
      assertThat(tools.calls).containsExactly("find_order 7");
      assertThat(lastResult(model).text()).isEqualTo("order 7: shipped, 40 EUR");
      assertThat(result.info().spent().modelCalls()).isEqualTo(2);
      assertThat(result.info().spent().toolCalls()).isEqualTo(1);
    }
  }

  @Test
  void an_approval_inside_the_tool_loop_suspends_and_the_resume_repeats_nothing() {
    ScriptedChatModel model = refunding();
    try (Desk desk = new Desk(model, tools)) {
      RunResult suspended = desk.ask("Refund order 7");
      assertThat(suspended).isInstanceOf(RunResult.Suspended.class);
      assertThat(tools.calls).containsExactly("find_order 7");

      RunResult result = desk.decide(suspended, "yes");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("Done.");
      assertThat(tools.calls).containsExactly("find_order 7", "refund 7");
      assertThat(model.calls()).isEqualTo(3);
      assertThat(result.info().spent().modelCalls()).isEqualTo(3);
      assertThat(result.info().spent().toolCalls()).isEqualTo(2);
    }
  }

  @Test
  void a_refused_approval_goes_back_to_the_model_as_an_error() {
    ScriptedChatModel model = refunding();
    try (Desk desk = new Desk(model, tools)) {
      RunResult result = desk.decide(desk.ask("Refund order 7"), "no");

      assertThat(result).isInstanceOf(RunResult.Completed.class);
      assertThat(tools.calls).containsExactly("find_order 7");
      assertThat(lastResult(model).text()).contains("refused");
      assertThat(lastResult(model).isError()).isTrue();
    }
  }

  @Test
  void a_node_that_swallows_every_exception_still_suspends() {
    ScriptedChatModel model = refunding();
    try (Desk desk = new Desk(model, tools)) {
      Assistant<Desk.SupportBot> bot = desk.assistant();
      desk.node(ctx -> {
        try {
          return Update.of(Desk.ANSWER, ctx.use(bot).answer(ctx.get(Desk.QUESTION)));
        } catch (Exception swallowed) {
          return Update.of(Desk.ANSWER, "never mind");
        }
      });

      RunResult suspended = desk.ask("Refund order 7");

      assertThat(suspended).isInstanceOf(RunResult.Suspended.class);
      assertThat(desk.decide(suspended, "yes").orThrow().get(Desk.ANSWER)).isEqualTo("Done.");
    }
  }

  @Test
  void tool_calls_of_one_turn_run_at_the_same_time_if_the_assistant_says_so() {
    CyclicBarrier both = new CyclicBarrier(2);
    OrderTools meeting = new OrderTools() {
      @Override
      String find_order(int id) {
        try {
          both.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IllegalStateException("the calls did not meet", e);
        }
        return super.find_order(id);
      }
    };
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCalls(
            Reply.call("find_order", "{\"id\": 1}"), Reply.call("find_order", "{\"id\": 2}")))
        .reply("Both shipped.")
        .build();
    try (Desk desk = new Desk(model, meeting).settings(AiServices::executeToolsConcurrently)) {
      RunResult result = desk.ask("Where are they?");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("Both shipped.");
      assertThat(meeting.calls).containsExactlyInAnyOrder("find_order 1", "find_order 2");
      assertThat(result.info().spent().toolCalls()).isEqualTo(2);
    }
  }

  @Test
  void
      a_concurrent_approval_suspends_under_a_node_that_swallows_and_its_siblings_are_not_repeated() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .when(
            When.userSays("both"),
            Reply.toolCalls(
                Reply.call("refund", REFUND),
                Reply.call("find_order", "{\"id\": 1}"),
                Reply.call("find_order", "{\"id\": 2}")))
        .reply("Done.")
        .build();
    try (Desk desk = new Desk(model, tools).settings(AiServices::executeToolsConcurrently)) {
      Assistant<Desk.SupportBot> bot = desk.assistant();
      desk.node(ctx -> {
        try {
          return Update.of(Desk.ANSWER, ctx.use(bot).answer(ctx.get(Desk.QUESTION)));
        } catch (RuntimeException swallowed) {
          return Update.of(Desk.ANSWER, "never mind");
        }
      });

      RunResult suspended = desk.ask("do both");
      assertThat(suspended).isInstanceOf(RunResult.Suspended.class);
      RunResult result = desk.decide(suspended, "yes");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("Done.");
      assertThat(tools.calls).containsExactlyInAnyOrder("refund 7", "find_order 1", "find_order 2");
      assertThat(model.calls()).isEqualTo(2);
    }
  }

  @Test
  void each_attempt_of_a_model_has_its_own_span_and_its_own_charge() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.rateLimited())
        .reply(Reply.unavailable())
        .reply("Hello.")
        .build();
    Spans spans = new Spans();
    try (Desk desk = new Desk(model, tools).observe(spans)) {
      RunResult result = desk.ask("Hi");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("Hello.");
      assertThat(spans.of(ObservationKind.MODEL)).hasSize(1);
      assertThat(spans.of(ObservationKind.MODEL).get(0).childrenOf(ObservationKind.ATTEMPT))
          .containsExactly("attempt 1", "attempt 2", "attempt 3");
      assertThat(result.info().spent().modelCalls()).isEqualTo(3);
    }
  }

  @Test
  void each_attempt_of_a_tool_has_its_own_span_and_its_own_charge() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .reply("It was shipped.")
        .build();
    tools.failuresToCome.set(2);
    Spans spans = new Spans();
    try (Desk desk = new Desk(model, tools).observe(spans)) {
      RunResult result = desk.ask("Where is order 7?");

      assertThat(result).isInstanceOf(RunResult.Completed.class);
      assertThat(spans.of(ObservationKind.TOOL)).hasSize(1);
      assertThat(spans.of(ObservationKind.TOOL).get(0).childrenOf(ObservationKind.ATTEMPT))
          .containsExactly("attempt 1", "attempt 2", "attempt 3");
      assertThat(result.info().spent().toolCalls()).isEqualTo(3);
    }
  }

  @Test
  void a_tool_that_stays_unreachable_is_told_to_the_model_without_internals() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .reply("Try later.")
        .build();
    tools.failuresToCome.set(9);
    try (Desk desk = new Desk(model, tools)) {
      RunResult result = desk.ask("Where is order 7?");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("Try later.");
      assertThat(lastResult(model).isError()).isTrue();
      assertThat(lastResult(model).text()).contains("nothing was done").doesNotContain("database");
    }
  }

  @Test
  void bad_arguments_and_broken_json_go_back_to_the_model() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": \"seven\"}"))
        .reply(Reply.malformedToolCall("find_order"))
        .reply(Reply.toolCall("find_order", "{\"id\": 7, \"sql\": \"drop\"}"))
        .reply("I give up.")
        .build();
    try (Desk desk = new Desk(model, tools)) {
      RunResult result = desk.ask("Where is order 7?");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("I give up.");
      assertThat(tools.calls).isEmpty();
      assertThat(model.requests().get(3).messages())
          .filteredOn(m -> m instanceof ToolExecutionResultMessage r && r.isError())
          .hasSize(3);
    }
  }

  @Test
  void an_unknown_tool_goes_back_to_the_model() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("drop_table", "{}"))
        .reply("I cannot do that.")
        .build();
    try (Desk desk = new Desk(model, tools)) {
      RunResult result = desk.ask("Drop it");

      assertThat(result.orThrow().get(Desk.ANSWER)).isEqualTo("I cannot do that.");
      assertThat(lastResult(model).text())
          .isEqualTo("There is no tool 'drop_table' here. Tools: [find_order, refund]");
    }
  }

  @Test
  void tools_that_were_handed_to_the_builder_past_the_gate_fail_closed() {
    ScriptedChatModel model = ScriptedChatModel.replying("never");
    Assistant<Desk.SupportBot> bot = Assistant.of(
        Desk.SupportBot.class,
        b -> AiServices.builder(Desk.SupportBot.class)
            .chatModel(b.chatModel(model))
            .tools(new OrderTools())
            .build());
    try (Desk desk = new Desk(model, tools)) {
      desk.node(ctx -> Update.of(Desk.ANSWER, ctx.use(bot).answer("hi")));

      RunResult result = desk.ask("Hi");

      assertThat(((RunResult.Failed) result).error())
          .isInstanceOf(UnguardedToolException.class)
          .hasMessageContaining(".toolProvider(b.tools(...))");
      assertThat(model.calls()).isZero();
    }
  }

  @Test
  void a_failing_store_fails_the_node_and_is_never_told_to_the_model() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\": 7}"))
        .reply("never")
        .build();
    FaultyStore store = new FaultyStore();
    store.failEffects(record -> record.key().name().startsWith("tool:"));
    try (Desk desk = new Desk(model, tools).store(store.proxy())) {
      RunResult result = desk.ask("Where is order 7?");

      assertThat(((RunResult.Failed) result).error()).isInstanceOf(CheckpointStoreException.class);
      assertThat(model.calls()).isEqualTo(1);
    }
  }

  @Test
  void an_assistant_needs_an_interface() {
    assertThatThrownBy(() -> Assistant.of(String.class, b -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AiServices implements interfaces only");
  }

  @Test
  void a_bound_model_still_says_who_it_is() {
    ChatModel model = ScriptedChatModel.replying("hi");
    try (Desk desk = new Desk(model, tools)) {
      desk.node(ctx -> {
        ChatModel bound = new BoundParts(ctx, new CallsUnderWay()).chatModel(model);
        return Update.of(Desk.ANSWER, bound.provider() + bound.chat("hello"));
      });

      assertThat(desk.ask("x").orThrow().get(Desk.ANSWER)).isEqualTo("OTHERhi");
    }
  }
}
