package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.OK;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.harden4j.effect.Retry;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamingAndEventsTest {
  private final Scene scene = new Scene();
  private final List<RunEvent> events = java.util.Collections.synchronizedList(new ArrayList<>());

  private static String stream(NodeContext ctx, ScriptedChatModel model) {
    AtomicReference<String> whole = new AtomicReference<>("");
    ctx.streamingChatModel(model).chat("hi", new StreamingChatResponseHandler() {
      @Override
      public void onCompleteResponse(ChatResponse response) {
        whole.set(response.aiMessage().text());
      }

      @Override
      public void onError(Throwable error) {
        throw new IllegalStateException(error);
      }
    });
    return whole.get();
  }

  private <T extends RunEvent> List<T> seen(Class<T> type) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  @Test
  void tokens_carry_the_attempt_a_retry_says_so_and_a_replay_gives_one_chunk() {
    ScriptedChatModel model = ScriptedChatModel.builder()
        .reply(Reply.text("one two three").breakingOffAfter(1))
        .reply("one two three")
        .build();
    StateGraph graph = Scene.single(
        ctx -> Update.of(TEXT, stream(ctx, model)).and(OK, ctx.ask("?", Boolean.class)));
    AgentRuntime runtime = scene.builder().modelRetry(Retry.immediately(2)).build();

    RunResult.Suspended first =
        suspended(runtime.run(graph, Update.none(), thread("t").onEvent(events::add)));

    assertThat(seen(RunEvent.Token.class)).extracting(RunEvent.Token::attempt).contains(1, 2);
    assertThat(seen(RunEvent.Restarted.class)).hasSize(1);
    String second = seen(RunEvent.Token.class).stream()
        .filter(t -> t.attempt() == 2)
        .map(RunEvent.Token::text)
        .reduce("", String::concat);
    assertThat(second).isEqualTo("one two three");

    events.clear();
    runtime.inbox().answer(first.questions().get(0), true, ANA);
    RunResult done = runtime.resume(thread("t").onEvent(events::add));

    assertThat(done.orThrow().get(TEXT)).isEqualTo("one two three");
    assertThat(seen(RunEvent.Token.class))
        .extracting(RunEvent.Token::text)
        .containsExactly("one two three");
    assertThat(model.calls()).isEqualTo(2);
  }

  @Test
  void a_listener_that_hangs_or_throws_does_not_hold_the_run_up() {
    CountDownLatch never = new CountDownLatch(1);
    StateGraph graph = Scene.single(ctx -> {
      for (int i = 0; i < 20_000; i++) {
        ctx.emit(i);
      }
      return Update.of(OK, true);
    });

    RunResult hanging = scene.runtime().run(graph, Update.none(), thread("a").onEvent(e -> {
      try {
        never.await();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }));
    RunResult throwing = scene.runtime().run(graph, Update.none(), thread("b").onEvent(e -> {
      throw new IllegalStateException("listener");
    }));

    assertThat(hanging.orThrow().get(OK)).isTrue();
    assertThat(throwing.orThrow().get(OK)).isTrue();
    never.countDown();
  }

  @Test
  void events_tell_tasks_updates_values_checkpoints_and_what_nodes_emit_but_no_secrets() {
    StateKey<String> secret = StateKey.of("secret", String.class).secret();
    StateGraph graph = StateGraph.builder("g")
        .state(TEXT, secret)
        .node("only", ctx -> {
          ctx.emit("half way");
          return Update.of(TEXT, "public").and(secret, "hunter2");
        })
        .start("only")
        .edge("only", StateGraph.END)
        .build();

    scene.runtime().run(graph, Update.none(), thread("t").onEvent(events::add)).orThrow();

    assertThat(events)
        .hasAtLeastOneElementOfType(RunEvent.Started.class)
        .hasAtLeastOneElementOfType(RunEvent.TaskStarted.class)
        .hasAtLeastOneElementOfType(RunEvent.TaskEnded.class)
        .hasAtLeastOneElementOfType(RunEvent.CheckpointSaved.class)
        .hasAtLeastOneElementOfType(RunEvent.Values.class)
        .hasAtLeastOneElementOfType(RunEvent.Ended.class);
    assertThat(seen(RunEvent.Custom.class))
        .extracting(RunEvent.Custom::value)
        .containsExactly("half way");
    assertThat(seen(RunEvent.NodeUpdate.class).get(0).update().writes()).hasSize(1);
    assertThat(events.toString()).doesNotContain("hunter2");
  }

  @Test
  void a_full_buffer_drops_the_oldest_events_and_says_how_many() {
    io.harden4j.run.RunEventBuffer buffer = new io.harden4j.run.RunEventBuffer(10);
    StateGraph graph = Scene.single(ctx -> {
      for (int i = 0; i < 100; i++) {
        ctx.emit(i);
      }
      return Update.none();
    });

    scene.runtime().run(graph, Update.none(), thread("t").events(buffer)).orThrow();

    List<RunEvent> kept = buffer.drain();
    assertThat(kept.get(0)).isInstanceOf(RunEvent.Dropped.class);
    assertThat(kept).hasSize(11).last().isInstanceOf(RunEvent.Ended.class);
    assertThat(buffer.poll()).isNull();
  }
}
