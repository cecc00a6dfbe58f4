package io.harden4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedChatModelTest {
  private static ChatRequest asking(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text)).build();
  }

  @Test
  void replies_in_order_and_remembers_the_requests() {
    ScriptedChatModel model = ScriptedChatModel.replying("one", "two");

    assertThat(model.chat("first?")).isEqualTo("one");
    assertThat(model.chat("second?")).isEqualTo("two");

    assertThat(model.calls()).isEqualTo(2);
    assertThat(model.requests().get(1).messages()).containsExactly(UserMessage.from("second?"));
  }

  @Test
  void says_what_is_missing_when_the_script_is_over() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply("only")
        .when(When.userSays("refund"), Reply.text("no"))
        .build();
    model.chat("first?");

    assertThatThrownBy(() -> model.chat("second?"))
        .isInstanceOf(ScriptExhaustedException.class)
        .hasMessageContaining("call 2")
        .hasMessageContaining("1 replies")
        .hasMessageContaining("second?");
  }

  @Test
  void a_condition_goes_before_the_order_as_often_as_it_holds() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply("in order")
        .when(When.userSays("REFUND"), Reply.text("ask a human"))
        .build();

    assertThat(model.chat("a refund please")).isEqualTo("ask a human");
    assertThat(model.chat("my Refund!")).isEqualTo("ask a human");
    assertThat(model.chat("hello")).isEqualTo("in order");
  }

  @Test
  void conditions_look_at_system_messages_tool_results_and_offered_tools() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .when(When.resultOf("find_order"), Reply.text("found"))
        .when(When.systemSays("router"), Reply.text("orders"))
        .when(When.offers("find_order"), Reply.toolCall("find_order", "{}"))
        .build();
    ToolExecutionRequest call = ToolExecutionRequest.builder()
        .id("c1")
        .name("find_order")
        .arguments("{}")
        .build();

    assertThat(model
            .chat(UserMessage.from("q"), ToolExecutionResultMessage.from(call, "order 42"))
            .aiMessage()
            .text())
        .isEqualTo("found");
    assertThat(model
            .chat(SystemMessage.from("You are a Router."), UserMessage.from("q"))
            .aiMessage()
            .text())
        .isEqualTo("orders");
  }

  @Test
  void asks_for_tool_calls_with_stable_ids() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCalls(Reply.call("a", "{\"x\":1}"), Reply.call("b", "{}")))
        .reply(Reply.malformedToolCall("a"))
        .build();

    ChatResponse response = model.chat(asking("go"));
    ChatResponse malformed = model.chat(asking("go"));

    assertThat(response.aiMessage().toolExecutionRequests())
        .extracting(ToolExecutionRequest::id, ToolExecutionRequest::name)
        .containsExactly(tuple("call-1-0", "a"), tuple("call-1-1", "b"));
    assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    assertThat(malformed.aiMessage().toolExecutionRequests().get(0).arguments())
        .doesNotContain("}");
  }

  @Test
  void fails_as_scripted_and_counts_the_attempt() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.rateLimited())
        .reply(Reply.timeout())
        .reply(Reply.unavailable())
        .reply(Reply.failure(() -> new IllegalArgumentException("odd")))
        .build();

    assertThatThrownBy(() -> model.chat("q")).isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> model.chat("q")).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> model.chat("q")).isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> model.chat("q")).hasMessage("odd");
    assertThat(model.calls()).isEqualTo(4);
  }

  @Test
  void reports_usage_as_counted_as_fixed_or_not_at_all() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply("counted")
        .reply(Reply.text("fixed").usage(120, 30))
        .reply(Reply.text("none").withoutUsage())
        .build();

    assertThat(model.chat(asking("q")).tokenUsage().inputTokenCount()).isPositive();
    assertThat(model.chat(asking("q")).tokenUsage()).isEqualTo(new TokenUsage(120, 30));
    assertThat(model.chat(asking("q")).tokenUsage()).isNull();
  }

  @Test
  void streams_word_by_word_then_the_whole() {
    ScriptedChatModel model = ScriptedChatModel.replying("It is on its way.");
    RecordingHandler handler = new RecordingHandler();

    model.chat(asking("q"), handler);

    assertThat(handler.parts).containsExactly("It ", "is ", "on ", "its ", "way.");
    assertThat(handler.complete).hasSize(1);
    assertThat(handler.complete.get(0).aiMessage().text()).isEqualTo("It is on its way.");
    assertThat(handler.errors).isEmpty();
  }

  @Test
  void a_stream_can_break_off_in_the_middle() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.text("one two three").breakingOffAfter(2))
        .reply(Reply.text("one").breakingOffAfter(9))
        .reply(Reply.text("one").breakingOffAfter(0))
        .build();
    RecordingHandler middle = new RecordingHandler();
    RecordingHandler end = new RecordingHandler();

    model.chat(asking("q"), middle);
    model.chat(asking("q"), end);

    assertThat(middle.parts).containsExactly("one ", "two ");
    assertThat(end.parts).containsExactly("one");
    assertThat(List.of(middle, end)).allSatisfy(handler -> {
      assertThat(handler.errors).hasSize(1);
      assertThat(handler.complete).isEmpty();
    });
    assertThatThrownBy(() -> model.chat(asking("q"))).isInstanceOf(InternalServerException.class);
  }

  @Test
  void a_streamed_failure_goes_to_the_handler() {
    ScriptedChatModel model =
        ScriptedChatModel.builder().reply(Reply.rateLimited()).build();
    RecordingHandler handler = new RecordingHandler();

    model.chat(asking("q"), handler);

    assertThat(handler.errors).singleElement().isInstanceOf(RateLimitException.class);
  }

  @Test
  void streams_tool_calls_as_complete_calls() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.toolCall("find_order", "{\"id\":1}"))
        .build();
    RecordingHandler handler = new RecordingHandler();

    model.chat(asking("q"), handler);

    assertThat(handler.calls).containsExactly("find_order {\"id\":1}");
  }

  @Test
  void gives_each_reply_to_one_of_many_callers() {
    String[] texts = IntStream.range(0, 200).mapToObj(i -> "t" + i).toArray(String[]::new);
    ScriptedChatModel model = ScriptedChatModel.replying(texts);

    List<String> answers =
        IntStream.range(0, 200).parallel().mapToObj(i -> model.chat("q" + i)).toList();

    assertThat(answers).containsExactlyInAnyOrder(texts);
    assertThat(model.calls()).isEqualTo(200);
  }
}
