package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.testkit.model.When;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssistantCrashTest {
  private static final int MODEL_CALLS = 3;
  private static final int TOOL_CALLS = 2;
  private static final RunOptions THREAD = RunOptions.thread("t").as(Desk.ANA);

  private record Ended(RunResult result, ScriptedChatModel model, OrderTools tools) {}

  private static ScriptedChatModel refunding() {
    return ScriptedChatModel.builder()
        .when(When.resultOf("refund"), Reply.text("Done."))
        .when(
            When.resultOf("find_order"),
            Reply.toolCall("refund", "{\"id\": 7, \"iban\": \"DE1\", \"amount\": 40}"))
        .when(When.userSays("refund"), Reply.toolCall("find_order", "{\"id\": 7}"))
        .build();
  }

  /** Goes on in a new runtime after each death and each answer, until the run has completed. */
  private static Ended drive(FaultyStore store) {
    ScriptedChatModel model = refunding();
    OrderTools tools = new OrderTools();
    try (Desk desk = new Desk(model, tools).store(store.proxy())) {
      for (int segment = 0; segment < 10; segment++) {
        store.revive();
        AgentRuntime runtime = desk.open();
        RunResult result = runOrResume(runtime, desk);
        if (result instanceof RunResult.Completed) {
          return new Ended(result, model, tools);
        }
        if (!store.isDead() && result instanceof RunResult.Suspended suspended) {
          suspended.questions().forEach(q -> runtime.inbox().answer(q, "yes", Desk.BOSS));
        }
      }
    }
    throw new AssertionError("the run did not complete in 10 segments");
  }

  private static @Nullable RunResult runOrResume(AgentRuntime runtime, Desk desk) {
    try {
      return runtime.resume(THREAD);
    } catch (UnknownThreadException e) {
      return begin(runtime, desk);
    } catch (FaultyStore.Died e) {
      return null;
    }
  }

  private static @Nullable RunResult begin(AgentRuntime runtime, Desk desk) {
    try {
      return runtime.run(desk.graph(), Update.of(Desk.QUESTION, "refund order 7"), THREAD);
    } catch (FaultyStore.Died e) {
      return null;
    }
  }

  @ParameterizedTest(name = "after the write: {0}")
  @ValueSource(booleans = {false, true})
  void a_process_that_dies_at_any_write_is_continued_without_repeating_a_recorded_call(
      boolean afterWriting) {
    Set<String> died = new LinkedHashSet<>();
    for (int write = 1; ; write++) {
      FaultyStore store = new FaultyStore();
      store.dieAt(write, afterWriting);

      Ended ended = drive(store);

      if (store.diedIn().isEmpty()) {
        break;
      }
      died.add(store.diedIn());
      int unrecorded = store.diedIn().equals("before endEffect") ? 1 : 0;
      assertThat(ended.result().orThrow().get(Desk.ANSWER)).isEqualTo("Done.");
      assertThat(ended.model().calls() + ended.tools().calls.size())
          .as("calls made by a run that died %s (write %d)", store.diedIn(), write)
          .isEqualTo(MODEL_CALLS + TOOL_CALLS + unrecorded);
      assertThat(ended.tools().keys)
          .as("one key for all attempts")
          .containsOnly(ended.tools().keys.get(0));
      assertThat(ended.result().orThrow().get(Desk.CHAT)).as("messages").hasSize(7);
    }
    String when = afterWriting ? "after " : "before ";
    assertThat(died)
        .containsExactlyInAnyOrder(when + "commit", when + "beginEffect", when + "endEffect");
  }

  @Test
  void a_node_that_runs_again_writes_the_same_messages_once() {
    Ended ended = drive(new FaultyStore());

    assertThat(ended.result().orThrow().get(Desk.CHAT))
        .extracting(m -> String.valueOf(m.content() == null ? null : m.content().type()))
        .containsExactly(
            "SYSTEM", "USER", "AI", "TOOL_EXECUTION_RESULT", "AI", "TOOL_EXECUTION_RESULT", "AI");
    assertThat(ended.model().requests().get(MODEL_CALLS - 1).messages())
        .filteredOn(ToolExecutionResultMessage.class::isInstance)
        .hasSize(2);
  }
}
