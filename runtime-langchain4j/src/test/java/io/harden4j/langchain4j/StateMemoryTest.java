package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import io.harden4j.graph.Message;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.label.Integrity;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateMemoryTest {
  private static List<String> types(List<ChatMessage> messages) {
    return messages.stream().map(m -> m.type().name()).toList();
  }

  @Test
  void the_next_run_of_a_thread_sees_the_earlier_conversation() {
    ScriptedChatModel model = ScriptedChatModel.replying("Hello Ana.", "You are Ana.");
    try (Desk desk = new Desk(model, new OrderTools())) {
      AgentRuntime runtime = desk.open();
      RunOptions thread = RunOptions.thread("t").as(Desk.ANA);
      runtime.run(desk.graph(), Update.of(Desk.QUESTION, "I am Ana."), thread);
      RunResult result = runtime.run(desk.graph(), Update.of(Desk.QUESTION, "Who am I?"), thread);

      assertThat(types(model.requests().get(1).messages()))
          .containsExactly("SYSTEM", "USER", "AI", "USER");
      assertThat(result.orThrow().get(Desk.CHAT)).extracting(Message::id).doesNotHaveDuplicates();
      assertThat(result.orThrow().get(Desk.CHAT)).hasSize(5);
    }
  }

  @Test
  void messages_carry_the_label_of_what_the_node_had_read() {
    try (Desk desk = new Desk(ScriptedChatModel.replying("Hi."), new OrderTools())) {
      List<Message> chat = desk.ask("Hello").orThrow().get(Desk.CHAT);

      assertThat(chat).isNotEmpty();
      assertThat(chat).allMatch(m -> m.label().integrity() != Integrity.SYSTEM);
    }
  }

  @Test
  void a_failing_task_leaves_no_message() {
    try (Desk desk = new Desk(ScriptedChatModel.replying("Hi."), new OrderTools())) {
      Assistant<Desk.SupportBot> bot = desk.assistant();
      desk.node(ctx -> {
        ctx.use(bot).answer("Hello");
        throw new IllegalStateException("after the answer");
      });

      assertThat(desk.ask("x").state().get(Desk.CHAT)).isEmpty();
    }
  }

  @Test
  void siblings_of_a_fan_out_write_messages_of_their_own() {
    StateGraph graph = StateGraph.builder("fan")
        .state(Desk.CHAT)
        .node("begin", ctx -> Update.none())
        .node("say", ctx -> {
          memory(ctx).add(UserMessage.from("item " + ctx.input(Integer.class)));
          return Update.none();
        })
        .start("begin")
        .fanOut("begin", "say", s -> List.of(1, 2, 3))
        .edge("say", StateGraph.END)
        .build();
    try (AgentRuntime runtime = AgentRuntime.builder().build()) {
      RunResult result =
          runtime.run(graph, Update.none(), RunOptions.thread("f").as(Desk.ANA));

      assertThat(result.orThrow().get(Desk.CHAT)).hasSize(3);
    }
  }

  @Test
  void a_cleared_memory_is_empty_for_the_next_run() {
    try (Desk desk = new Desk(ScriptedChatModel.replying("Hi."), new OrderTools())) {
      desk.ask("Hello");
      desk.node(ctx -> {
        memory(ctx).clear();
        return Update.none();
      });

      assertThat(desk.ask("clear").orThrow().get(Desk.CHAT)).isEmpty();
    }
  }

  private static ChatMemory memory(io.harden4j.graph.NodeContext ctx) {
    return new BoundParts(ctx, new CallsUnderWay()).memory(Desk.CHAT);
  }
}
