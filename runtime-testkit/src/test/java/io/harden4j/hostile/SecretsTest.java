package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.OK;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.error;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.Evolution;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunEventBuffer;
import io.harden4j.run.RunResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The value of a secret key is in no text that leaves the run. */
class SecretsTest {
  private static final String NUMBER = "4111-1111";

  private final Arena arena = new Arena();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  record Card(String number) {}

  record OtherCard(int number) {}

  private static final StateKey<Card> CARD = StateKey.of("card", Card.class).secret();
  private static final StateKey<List<String>> CARDS =
      StateKey.list("cards", String.class).secret();

  private void see(@Nullable Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      seen.add(t.toString());
    }
  }

  private final class Watching implements Observation {
    @Override
    public Observation child(ObservationKind kind, String name) {
      seen.add(name);
      return this;
    }

    @Override
    public Observation attribute(String key, Object value) {
      seen.add(key + "=" + value);
      return this;
    }

    @Override
    public Observation error(Throwable error) {
      see(error);
      return this;
    }

    @Override
    public void end() {
      seen.add("end");
    }

    @Override
    public String traceparent() {
      return "";
    }
  }

  @Test
  void a_secret_is_in_no_trace_event_result_or_message() {
    StateGraph inner = StateGraph.builder("inner")
        .state(CARD)
        .node("copy", ctx -> Update.of(CARD, new Card(ctx.get(CARD).number())))
        .start("copy")
        .edge("copy", END)
        .build();
    StateGraph graph = StateGraph.builder("secret")
        .state(CARD, CARDS, OK)
        .node("list", ctx -> Update.of(CARDS, List.of(NUMBER)))
        .subgraph("sub", inner, s -> s.in(CARD, CARD).out(CARD, CARD))
        .node("ask", ctx -> Update.of(OK, ctx.ask("Go on?", Boolean.class)))
        .node("one", ctx -> Update.of(CARD, new Card(NUMBER + ctx.get(CARD).number())))
        .node("two", ctx -> Update.of(CARD, new Card(NUMBER)))
        .start("list")
        .edge("list", "sub")
        .edge("sub", "ask")
        .edge("ask", "one")
        .edge("ask", "two")
        .edge("one", END)
        .edge("two", END)
        .build();
    RunEventBuffer events = new RunEventBuffer(1_000);
    AgentRuntime runtime =
        arena.builder().observe(run -> new Watching()).graphs(graph).build();

    RunResult suspended =
        runtime.run(graph, Update.of(CARD, new Card(NUMBER)), thread("t").events(events));
    seen.add(suspended + " " + suspended.state() + " " + runtime.threads().state(ANA, "t"));
    RunResult conflict = answerAll(runtime, "t", true);
    seen.add(conflict.toString());
    see(error(conflict));
    for (RunEvent event : events.drain()) {
      seen.add(event.toString());
      if (event instanceof RunEvent.NodeUpdate update) {
        seen.add(update.update().writes().toString());
      }
    }
    seen.add(Update.of(CARD, new Card(NUMBER)).writes().toString());

    assertThat(seen).hasSizeGreaterThan(50).noneMatch(text -> text.contains("4111"));
  }

  @Test
  void a_secret_that_does_not_decode_any_more_is_not_quoted() {
    StateKey<String> text = StateKey.of("card", String.class).secret();
    for (StateKey<?> other : List.of(
        StateKey.of("card", OtherCard.class).secret(),
        StateKey.of("card", Integer.class).secret())) {
      StateGraph old = version(1, text).build();
      StateGraph now =
          version(2, other).onChange(Evolution.MIGRATE).migration(1, m -> {}).build();
      String id = "t" + other.codec();
      arena.runtime(old).run(old, Update.of(text, NUMBER), thread(id));

      try {
        RunResult result = arena.runtime(now).resume(thread(id));
        seen.add(result.toString());
      } catch (RuntimeException e) {
        see(e);
      }
    }

    assertThat(seen).isNotEmpty().noneMatch(s -> s.contains("4111"));
  }

  @Test
  void a_sealed_store_keeps_no_message_of_an_exception() {
    StateGraph graph = Arena.single(ctx -> {
      throw new IllegalStateException("no limit left on " + NUMBER);
    });

    arena
        .builder()
        .cipher(new AddressCheckingCipher())
        .build()
        .run(graph, Update.none(), thread("t"));

    assertThat(failures("t")).containsExactly(new Failure("IllegalStateException", ""));
    arena.runtime().run(graph, Update.none(), thread("open"));
    assertThat(failures("open").get(0).message()).contains(NUMBER);
  }

  private List<Failure> failures(String id) {
    ThreadKey thread = new ThreadKey(Arena.ANA.tenant().id(), id);
    return arena.store.head(thread, "main").orElseThrow().tasks().stream()
        .map(TaskRecord::failure)
        .toList();
  }

  private static StateGraph.Builder version(int version, StateKey<?> key) {
    return StateGraph.builder("cards")
        .version(version)
        .state(key, OK)
        .node("ask", ctx -> Update.of(OK, ctx.ask("?", Boolean.class)))
        .start("ask")
        .edge("ask", END);
  }
}
