package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.effect.Budget;
import io.harden4j.effect.Effect;
import io.harden4j.graph.Message;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateView;
import io.harden4j.graph.Update;
import io.harden4j.label.Label;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunEventBuffer;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.model.ScriptedChatModel;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node saw the first time it sees again in another process. */
class ReplayTest {
  private final Arena arena = new Arena();

  record Item(int number) {}

  static Stream<Object> results() {
    return Stream.of(
        1,
        1L,
        1.0,
        Double.NaN,
        "text",
        true,
        List.of(1, 2),
        List.of(1L),
        List.of(List.of(1)),
        Map.of("a", 1),
        Map.of(1, "a"),
        List.of(new Item(1)),
        List.of(Instant.EPOCH));
  }

  @ParameterizedTest
  @MethodSource("results")
  void a_result_of_an_undeclared_type_is_the_same_on_replay_or_refused_at_once(Object result) {
    List<String> seen = new ArrayList<>();
    StateGraph graph = Arena.single(ctx -> {
      Object got = ctx.effect("e", () -> result);
      seen.add(described(got));
      return Update.of(OK, ctx.ask("Go on?", Boolean.class));
    });
    AgentRuntime runtime = arena.runtime(graph);
    RunResult first = runtime.run(graph, Update.none(), thread("t"));
    boolean goesOn =
        first instanceof RunResult.Suspended s && s.questions().get(0).text().equals("Go on?");

    if (goesOn) {
      answerAll(arena.runtime(graph), "t", true).orThrow();
      assertThat(seen).hasSize(2);
    }

    assertThat(seen.stream().distinct().count()).isLessThanOrEqualTo(1);
  }

  private static String described(Object value) {
    if (value instanceof List<?> list) {
      return "list " + list.stream().map(ReplayTest::described).toList();
    } else if (value instanceof Map<?, ?> map) {
      return "map " + described(List.copyOf(map.keySet())) + described(List.copyOf(map.values()));
    }
    return value.getClass().getName() + " " + value;
  }

  enum WithBody {
    ONE {
      @Override
      int number() {
        return 1;
      }
    };

    abstract int number();
  }

  @Test
  void items_of_a_fan_out_read_alike_live_and_stored() {
    List<String> seen = new ArrayList<>();
    StateGraph graph = Arena.graph()
        .node(
            "split",
            ctx -> Update.fanOut("map", List.of(Map.of("n", 5L)))
                .thenFanOut("number", List.of(1))
                .thenFanOut("constant", List.of(WithBody.ONE)),
            n -> n.goesTo("map", "number", "constant"))
        .node("map", ctx -> {
          seen.add("a Long: " + (ctx.input(Map.class).get("n") instanceof Long));
          return Update.of(OK, ctx.ask("?", Boolean.class));
        })
        .node("number", ctx -> Update.of(COUNT, ctx.input(Long.class)))
        .node(
            "constant", ctx -> Update.of(COUNT, (long) ctx.input(WithBody.class).number()))
        .start("split")
        .edge("map", END)
        .edge("number", END)
        .edge("constant", END)
        .build();
    questions(arena.runtime(graph).run(graph, Update.none(), thread("t")));

    assertThat(answerAll(arena.runtime(graph), "t", true).orThrow().get(COUNT)).isEqualTo(2);
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isEqualTo(seen.get(1));
  }

  @Test
  void sixty_four_effects_of_one_name_from_many_threads_are_all_found_again() {
    AtomicInteger executed = new AtomicInteger();
    StateGraph graph = Arena.single(ctx -> {
      List<Integer> all = IntStream.range(0, 64)
          .parallel()
          .mapToObj(i ->
              ctx.effect("e", Effect.idempotent(Integer.class), key -> executed.incrementAndGet()))
          .sorted()
          .toList();
      ctx.ask("?", Boolean.class);
      return Update.of(TEXT, all.toString());
    });
    questions(arena.runtime(graph).run(graph, Update.none(), thread("t")));

    assertThat(answerAll(arena.runtime(graph), "t", true).orThrow().get(TEXT))
        .isEqualTo(IntStream.rangeClosed(1, 64).boxed().toList().toString());
    assertThat(executed).hasValue(64);
  }

  @Test
  void lists_and_conversations_read_the_same_at_every_one_of_ninety_checkpoints() {
    StateKey<List<Message>> chat = StateKey.messages("chat");
    StateGraph graph = StateGraph.builder("chat")
        .state(COUNT, LOG, chat)
        .node("turn", ctx -> {
          long n = ctx.get(COUNT);
          List<Message> written = new ArrayList<>();
          written.add(Message.of("m" + n % 7, UserMessage.from("turn " + n), Label.SYSTEM));
          if (n % 5 == 0) {
            written.add(Message.removal("m" + (n + 3) % 7));
          }
          if (n % 11 == 0) {
            written.add(Message.of("m" + n % 7, UserMessage.from("again " + n), Label.SYSTEM));
          }
          return Update.of(COUNT, 1L)
              .and(LOG, List.of("x".repeat((int) (n % 13)), "y" + n))
              .and(chat, written);
        })
        .start("turn")
        .route("turn", r -> r.when(s -> s.get(COUNT) >= 90, END).otherwise("turn"))
        .build();
    RunEventBuffer events = new RunEventBuffer(10_000);
    arena.runtime(graph).run(graph, Update.none(), thread("t").events(events)).orThrow();
    Map<Integer, StateView> live = new HashMap<>();
    for (RunEvent event : events.drain()) {
      if (event instanceof RunEvent.Values values) {
        live.put(values.step(), values.state());
      }
    }

    AgentRuntime other = arena.runtime(graph);
    for (CheckpointInfo checkpoint : other.threads().history(ANA, "t")) {
      StateView expected = live.get(checkpoint.step());
      StateView stored = other.threads().stateAt(ANA, checkpoint.ref()).values();
      if (expected != null) {
        assertThat(stored.get(chat)).as("step %d", checkpoint.step()).isEqualTo(expected.get(chat));
        assertThat(stored.get(LOG)).isEqualTo(expected.get(LOG));
      }
    }
    assertThat(live).hasSize(90);
  }

  private <T> void keeps(StateKey<T> key, T value) {
    StateGraph graph = StateGraph.builder("keeps")
        .state(key, OK)
        .node("write", ctx -> Update.of(key, value))
        .node("ask", ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
        .start("write")
        .edge("write", "ask")
        .edge("ask", END)
        .build();
    String id = "t-" + key.name();
    RunResult first = arena.runtime(graph).run(graph, Update.none(), thread(id));
    if (first instanceof RunResult.Failed failed) {
      assertThat(failed.error())
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("'" + key.name() + "'");
      return;
    }
    T stored = answerAll(arena.runtime(graph), id, true).orThrow().get(key);
    assertThat(stored.equals(value)).as(key.name()).isTrue();
  }

  @Test
  void what_can_be_written_can_be_read_again() {
    keeps(StateKey.of("digits", BigInteger.class), BigInteger.TEN.pow(2_000));
    keeps(StateKey.of("scale", BigDecimal.class), new BigDecimal("1.100"));
    keeps(StateKey.map("name", String.class), Map.of("x".repeat(60_000), "v"));
    keeps(StateKey.of("nan", Double.class), Double.NaN);
    keeps(StateKey.of("text", String.class), "x".repeat(21_000_000));
    keeps(StateKey.of("controls", String.class), "a\u0000b\u2028\uffff");
    keeps(StateKey.of("half", String.class), "a\ud800b");
  }

  @Test
  void a_map_that_is_changed_after_it_was_written_does_not_change_the_state() {
    StateKey<Map<String, String>> key = StateKey.map("map", String.class);
    Map<String, String> mine = new HashMap<>(Map.of("a", "1"));
    StateGraph graph = StateGraph.builder("alias")
        .state(key, TEXT)
        .node("write", ctx -> Update.of(key, mine))
        .node("read", ctx -> {
          mine.put("b", "2");
          return Update.of(TEXT, ctx.get(key).toString());
        })
        .start("write")
        .edge("write", "read")
        .edge("read", END)
        .build();

    assertThat(arena.runtime().run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo("{a=1}");
  }

  @Test
  void a_thread_that_is_deleted_and_started_anew_has_new_keys_and_new_questions() {
    List<String> keys = new ArrayList<>();
    StateGraph graph = Arena.single(ctx -> {
      ctx.effect("pay", Effect.idempotent(Integer.class), key -> {
        keys.add(key);
        return 1;
      });
      return Update.of(OK, ctx.ask("?", Boolean.class));
    });
    AgentRuntime runtime = arena.runtime(graph);
    OpenQuestion old = questions(runtime.run(graph, Update.none(), thread("t"))).get(0);

    runtime.threads().delete(ANA, "t");
    questions(runtime.run(graph, Update.none(), thread("t")));

    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    assertThatThrownBy(() -> runtime.inbox().answer(old, true, ANA))
        .isInstanceOf(AnswerRefusedException.class);
  }

  @Test
  void lists_that_start_afresh_with_each_run_read_the_same_after_a_restart() {
    StateKey<List<String>> tries = StateKey.list("tries", String.class).perRun();
    StateGraph graph = StateGraph.builder("afresh")
        .state(tries, COUNT, OK)
        .node("try", ctx -> Update.of(COUNT, 1L).and(tries, List.of("x" + ctx.get(COUNT))))
        .node("ask", ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
        .start("try")
        .route("try", r -> r.when(s -> s.get(tries).size() < 3, "try").otherwise("ask"))
        .edge("ask", END)
        .build();

    for (int run = 0; run < 3; run++) {
      questions(arena.runtime(graph).run(graph, Update.none(), thread("t")));
      assertThat(answerAll(arena.runtime(graph), "t", true).orThrow().get(tries))
          .containsExactly("x" + 3 * run, "x" + (3 * run + 1), "x" + (3 * run + 2));
    }
  }

  @Test
  void what_was_spent_stays_spent_over_pauses_and_over_a_crash_in_the_middle_of_a_step() {
    ScriptedChatModel model = ScriptedChatModel.replying("a", "b", "c", "d");
    StateGraph graph = Arena.single(ctx -> {
      StringBuilder said = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        said.append(ctx.chat(model).user("question " + i).text());
      }
      return Update.of(TEXT, said.toString());
    });
    AgentRuntime.Builder dying = arena
        .builder()
        .budget(Budget.of().modelCalls(3))
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (model.calls() == 3 && method.equals("commit")) {
            throw new CrashingStore.Crash();
          }
        }));
    assertThatThrownBy(() -> dying.build().run(graph, Update.none(), thread("t")))
        .isInstanceOf(CrashingStore.Crash.class);

    AgentRuntime next =
        arena.builder().budget(Budget.of().modelCalls(3)).graphs(graph).build();

    assertThat(next.resume(thread("t"))).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(model.calls()).isEqualTo(3);
  }
}
