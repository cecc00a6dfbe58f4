package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.Settlement;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.MutableClock;
import io.harden4j.tool.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An answer of a human is good for the one call it was asked for. */
class ApprovalsTest {
  private final Arena arena = new Arena();
  private final Refunds refunds = new Refunds();

  private AgentRuntime runtime(Sink sink) {
    return arena
        .builder()
        .guard(Refunds.ASKS)
        .tools(List.of(refunds.tool(sink)))
        .build();
  }

  private static String refund(NodeContext ctx, int cents) {
    return ctx.tools().call("refund", Map.of("cents", cents)).status().name();
  }

  private final StateGraph twice =
      Arena.single(ctx -> Update.of(TEXT, refund(ctx, 1) + " " + refund(ctx, 1)));

  private String answeredOneByOne(Sink sink, boolean first, boolean second) {
    AgentRuntime runtime = runtime(sink);
    questions(runtime.run(twice, Update.none(), thread("t")));
    questions(answerAll(runtime, "t", first));
    return answerAll(runtime, "t", second).orThrow().get(TEXT);
  }

  @Test
  void two_equal_calls_need_an_approval_each() {
    assertThat(answeredOneByOne(Sink.SPEND, true, true)).isEqualTo("OK OK");
    assertThat(refunds.keys).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_refusal_of_the_first_of_two_equal_calls_does_not_refuse_the_second() {
    assertThat(answeredOneByOne(Sink.SPEND, false, true)).isEqualTo("REFUSED OK");
    assertThat(refunds.keys).hasSize(1);
  }

  @Test
  void an_approval_of_the_first_of_two_equal_reads_does_not_approve_the_second() {
    assertThat(answeredOneByOne(Sink.READ, true, false)).isEqualTo("OK REFUSED");
    assertThat(refunds.keys).hasSize(1);
  }

  @Test
  void a_kill_switch_that_is_pulled_while_a_human_decides_stops_the_approved_call() {
    AtomicReference<@Nullable String> incident = new AtomicReference<>();
    AgentRuntime runtime = arena
        .builder()
        .guard(Refunds.ASKS)
        .killSwitch(scopes -> Optional.ofNullable(incident.get()))
        .tools(List.of(refunds.tool(Sink.SPEND)))
        .build();
    StateGraph once = Arena.single(ctx -> Update.of(TEXT, refund(ctx, 1)));
    questions(runtime.run(once, Update.none(), thread("t")));

    incident.set("incident 7");
    assertThat(answerAll(runtime, "t", true)).isInstanceOf(RunResult.Cancelled.class);
    assertThat(refunds.keys).isEmpty();

    incident.set(null);
    assertThat(runtime.resume(thread("t")).orThrow().get(TEXT)).isEqualTo("OK");
  }

  private final StateGraph parallel = Arena.graph()
      .node("split", ctx -> Update.none())
      .node("work", ctx -> {
        refund(ctx, 1);
        refund(ctx, 1);
        refund(ctx, 2);
        return Update.add(LOG, "done " + ctx.input(Integer.class));
      })
      .start("split")
      .fanOut("split", "work", s -> List.of(1, 2))
      .edge("work", END)
      .build();

  /** One life of a thread: dies once, goes on, everything asked is granted. Returns what is wrong. */
  private List<String> lifeWithCrashAt(int at, boolean made, AtomicInteger calls) {
    MutableClock clock = MutableClock.create();
    CheckpointStore memory = new InMemoryCheckpointStore(clock);
    CheckpointStore store = CrashingStore.dyingAt(memory, at, made, calls);
    Refunds tool = new Refunds();
    int settled = 0;
    RunResult result = null;
    for (int segment = 0; segment < 40 && !(result instanceof RunResult.Completed); segment++) {
      AgentRuntime runtime = AgentRuntime.builder()
          .checkpoints(store)
          .clock(clock)
          .defaultPrincipal(ANA)
          .graphs(parallel)
          .poolSize(1)
          .guard(Refunds.ASKS)
          .tools(List.of(tool.tool(Sink.SPEND)))
          .build();
      try (runtime) {
        result = startOrGoOn(runtime);
        for (OpenQuestion question : runtime.inbox().open(ANA, "t")) {
          boolean outcome = question.kind().equals("outcome");
          settled += outcome ? 1 : 0;
          runtime
              .inbox()
              .answer(question, outcome ? Settlement.didHappenWithText("settled") : true, ANA);
        }
      } catch (CrashingStore.Crash crash) {
        store = memory;
        clock.advance(Duration.ofMinutes(1));
      }
    }
    List<String> wrong = new ArrayList<>();
    String where = "crash " + (made ? "after" : "before") + " call " + at + ": ";
    if (!(result instanceof RunResult.Completed)) {
      wrong.add(where + "ended as " + result);
    }
    if (tool.keys.stream().distinct().count() < tool.keys.size()) {
      wrong.add(where + "a call was made twice: " + tool.keys);
    }
    if (tool.keys.size() > 6 || tool.keys.size() + settled < 6) {
      wrong.add(where + tool.keys.size() + " calls made, " + settled + " settled");
    }
    return wrong;
  }

  private RunResult startOrGoOn(AgentRuntime runtime) {
    try {
      return runtime.resume(thread("t"));
    } catch (UnknownThreadException e) {
      return runtime.run(parallel, Update.none(), thread("t"));
    }
  }

  @Test
  void wherever_a_process_dies_no_approved_call_is_made_twice_or_lost() {
    AtomicInteger calls = new AtomicInteger();
    List<String> wrong = new ArrayList<>(lifeWithCrashAt(0, false, calls));
    int all = calls.get();

    for (int at = 1; at <= all; at++) {
      wrong.addAll(lifeWithCrashAt(at, false, new AtomicInteger()));
      wrong.addAll(lifeWithCrashAt(at, true, new AtomicInteger()));
    }

    assertThat(all).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  @Test
  void calls_from_three_threads_of_a_node_are_made_once_each() {
    StateGraph graph = Arena.single(ctx -> {
      List<CompletableFuture<String>> calls = IntStream.range(0, 3)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> refund(ctx, i)))
          .toList();
      StringBuilder results = new StringBuilder();
      for (CompletableFuture<String> call : calls) {
        try {
          results.append(call.join());
        } catch (CompletionException swallowed) {
          results.append("?");
        }
      }
      return Update.of(TEXT, results.toString());
    });
    AgentRuntime runtime = runtime(Sink.SPEND);

    RunResult result = runtime.run(graph, Update.none(), thread("t"));
    for (int round = 0; result instanceof RunResult.Suspended && round < 4; round++) {
      result = answerAll(runtime, "t", true);
    }

    assertThat(result.orThrow().get(TEXT)).isEqualTo("OKOKOK");
    assertThat(refunds.keys).hasSize(3).doesNotHaveDuplicates();
  }
}
