package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryWindowTest {
  private static final ChatMessage SYSTEM = SystemMessage.from("system");

  private static ChatMessage call(String... ids) {
    return AiMessage.from(java.util.Arrays.stream(ids)
        .map(id ->
            ToolExecutionRequest.builder().id(id).name("t").arguments("{}").build())
        .toList());
  }

  private static ChatMessage result(String id) {
    return ToolExecutionResultMessage.from(id, "t", "ok");
  }

  @Test
  void shows_the_latest_messages_behind_the_system_message() {
    List<ChatMessage> all =
        List.of(SYSTEM, UserMessage.from("1"), AiMessage.from("2"), UserMessage.from("3"));

    assertThat(MemoryWindow.messages(2).of(all))
        .containsExactly(SYSTEM, AiMessage.from("2"), UserMessage.from("3"));
  }

  @Test
  void leaves_out_calls_without_all_results_and_results_without_calls() {
    List<ChatMessage> all = List.of(
        result("x"), UserMessage.from("1"), call("a", "b"), result("a"), UserMessage.from("2"));

    assertThat(MemoryWindow.DEFAULT.of(all))
        .containsExactly(UserMessage.from("1"), UserMessage.from("2"));
  }

  @Test
  void never_loses_the_question_under_a_long_tool_loop() {
    List<ChatMessage> all = new ArrayList<>(List.of(UserMessage.from("the question")));
    for (int i = 0; i < 10; i++) {
      all.add(call("c" + i));
      all.add(result("c" + i));
    }

    assertThat(MemoryWindow.messages(5).of(all))
        .hasSize(5)
        .startsWith(UserMessage.from("the question"))
        .endsWith(call("c9"), result("c9"));
  }

  @Test
  void counts_tokens_where_told_to() {
    List<ChatMessage> all = List.of(
        UserMessage.from("x".repeat(3_000)), AiMessage.from("short"), UserMessage.from("short"));

    assertThat(MemoryWindow.messages(9).tokens(100).of(all)).hasSize(2);
    assertThat(MemoryWindow.messages(9).tokens(2, m -> 1).of(all)).hasSize(2);
  }

  @Test
  void refuses_a_window_that_shows_nothing() {
    assertThatThrownBy(() -> MemoryWindow.messages(0)).hasMessageContaining("1 or more");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void no_window_tears_a_call_from_its_results(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<ChatMessage> all = conversation(random);

      List<ChatMessage> seen = MemoryWindow.messages(1 + random.nextInt(8)).of(all);

      for (int i = 0; i < seen.size(); i++) {
        if (seen.get(i) instanceof ToolExecutionResultMessage r) {
          assertThat(seen.subList(0, i))
              .anyMatch(m -> m instanceof AiMessage ai
                  && ai.toolExecutionRequests().stream().anyMatch(q -> q.id().equals(r.id())));
        }
        if (seen.get(i) instanceof AiMessage ai) {
          List<ChatMessage> later = seen.subList(i, seen.size());
          ai.toolExecutionRequests()
              .forEach(q -> assertThat(later)
                  .anyMatch(
                      m -> m instanceof ToolExecutionResultMessage r && r.id().equals(q.id())));
        }
      }
    }
  }

  private static List<ChatMessage> conversation(Random random) {
    List<ChatMessage> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      switch (random.nextInt(3)) {
        case 0 -> all.add(UserMessage.from("u" + i));
        case 1 -> all.add(AiMessage.from("a" + i));
        default -> {
          all.add(call("c" + i, "d" + i));
          all.add(result("c" + i));
          if (random.nextInt(4) > 0) {
            all.add(result("d" + i));
          }
        }
      }
    }
    return all;
  }
}
