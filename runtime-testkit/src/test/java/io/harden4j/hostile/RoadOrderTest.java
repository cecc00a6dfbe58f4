package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.single;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunEvent;
import io.harden4j.run.RunEventBuffer;
import io.harden4j.run.RunResult;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The steps of the road of an effect come in the one order of the architecture. */
class RoadOrderTest {
  private final Arena arena = new Arena();
  private final List<String> tape = new CopyOnWriteArrayList<>();
  private final StateGraph graph = single(ctx -> {
    ToolResult result = ctx.tools("orders").call("refund", Map.of());
    tape.add("returned");
    ctx.ask("Go on?", Boolean.class);
    return Update.of(TEXT, result.text());
  });

  private final class Taping implements Observation {
    @Override
    public Observation child(ObservationKind kind, String name) {
      if (kind == ObservationKind.TOOL) {
        tape.add("2 trace");
      }
      return this;
    }

    @Override
    public Observation attribute(String key, Object value) {
      return this;
    }

    @Override
    public Observation error(Throwable error) {
      return this;
    }

    @Override
    public void end() {}

    @Override
    public String traceparent() {
      return "";
    }
  }

  private GuardedTool refund() {
    return new GuardedTool(
        new ToolRef("orders", "refund", "pin"),
        "orders__refund",
        "Refunds",
        JsonNodeFactory.instance.objectNode().put("type", "object"),
        ToolDeclaration.of(Sink.SPEND),
        permit -> {
          tape.add("10 call");
          return ToolResult.ok("refunded");
        });
  }

  private AgentRuntime runtime() {
    return arena
        .builder()
        .graphs(graph)
        .observe(run -> new Taping())
        .killSwitch(scopes -> {
          tape.add("3 kill switch");
          return Optional.empty();
        })
        .schemas((schema, arguments) -> {
          tape.add("5 schema");
          return List.of();
        })
        .guard(request -> {
          tape.add("6 guard");
          return new Decision.AskHuman(
              "rule",
              request.call(),
              "Refund?",
              "",
              null,
              List.of(new Obligation("watch", Map.of())));
        })
        .obligation("watch", (obligation, request, result) -> {
          tape.add("11 screen");
          return result;
        })
        .audit(record -> tape.add("audit " + record.phase()))
        .tools(List.of(refund()))
        .checkpoints(CrashingStore.watching(arena.store, (method, arguments) -> {
          if (method.equals("beginEffect")) {
            tape.add("9 intent" + (arguments[2] instanceof QuestionId ? " spends approval" : ""));
          } else if (method.equals("endEffect")) {
            tape.add("12 " + ((EffectRecord) arguments[1]).state());
          }
        }))
        .build();
  }

  private RunResult resume(AgentRuntime runtime) {
    RunEventBuffer events = new RunEventBuffer(100);
    RunResult result = runtime.resume(thread("t").events(events));
    for (RunEvent event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof RunEvent.EffectEnded ended) {
        tape.add("event " + ended.outcome());
      }
    }
    return result;
  }

  private void answer(AgentRuntime runtime) {
    runtime.inbox().open(Arena.ANA, "t").forEach(q -> runtime.inbox().answer(q, true, Arena.ANA));
    tape.clear();
  }

  @Test
  void an_approved_call_takes_all_steps_in_order_and_a_replay_takes_none() {
    AgentRuntime runtime = runtime();

    assertThat(questions(runtime.run(graph, Update.none(), thread("t"))))
        .extracting(q -> q.kind())
        .containsExactly("approval");
    assertThat(tape)
        .containsExactly("2 trace", "3 kill switch", "5 schema", "6 guard", "audit DECISION");

    answer(runtime);
    resume(runtime);
    assertThat(tape)
        .containsExactly(
            "2 trace",
            "3 kill switch",
            "5 schema",
            "6 guard",
            "audit DECISION",
            "audit INTENT",
            "9 intent spends approval",
            "3 kill switch",
            "10 call",
            "11 screen",
            "12 DONE",
            "audit OUTCOME",
            "returned",
            "event done");

    answer(runtime);
    assertThat(resume(runtime).orThrow().get(TEXT)).isEqualTo("refunded");
    assertThat(tape).containsExactly("returned", "event replayed");
  }

  @Test
  void the_budget_is_asked_behind_the_kill_switch_and_before_the_guard() {
    RunResult result =
        runtime().run(graph, Update.none(), thread("t").budget(Budget.of().toolCalls(0)));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(tape).containsExactly("2 trace", "3 kill switch");
    assertThat(runtime().resume(thread("t").budget(Budget.of())))
        .isInstanceOf(RunResult.Suspended.class);
  }
}
