package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.ANA;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.TEXT;
import static io.harden4j.hostile.Arena.answerAll;
import static io.harden4j.hostile.Arena.questions;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.AgentRuntimeException;
import io.harden4j.effect.BreakerPolicy;
import io.harden4j.effect.Budget;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Retry;
import io.harden4j.effect.TransientException;
import io.harden4j.effect.Usage;
import io.harden4j.graph.Node;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.AnswerRefusedException;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.UnknownThreadException;
import io.harden4j.testkit.AllowAll;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.InvalidArgumentsException;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile cases that the gate, the budget and the inbox settle, whatever guard is plugged in. */
@ExtendWith(HostileEvidence.class)
class HostileRowsTest {
  private final Arena arena = new Arena();
  private final Refunds refunds = new Refunds();
  private final AtomicInteger frames = new AtomicInteger();

  private static JsonNode schema(String json) {
    try {
      return new ObjectMapper().readTree(json.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static GuardedTool tool(
      String schema, ToolDeclaration declaration, ToolConnector connector) {
    return new GuardedTool(
        new ToolRef("orders", "call", "pin"), "call", "", schema(schema), declaration, connector);
  }

  private GuardedTool counting(Sink sink) {
    return tool("{'additionalProperties':true}", ToolDeclaration.of(sink), permit -> {
      permit.arguments();
      frames.incrementAndGet();
      return ToolResult.ok("done");
    });
  }

  private static Node refund() {
    return ctx ->
        Update.of(TEXT, ctx.tools().call("refund", Map.of("cents", 1)).status().name());
  }

  private AgentRuntime asking() {
    return arena
        .builder()
        .guard(Refunds.ASKS)
        .tools(List.of(refunds.tool(Sink.SPEND)))
        .build();
  }

  @ParameterizedTest(name = "C09 {0}")
  @ValueSource(
      strings = {
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"x\\ud83dy\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":[{\"b\":\"\\ud800\"}]}",
        "{\"\\ud800\":1}",
      })
  void C09_a_lone_surrogate_has_no_canonical_form_and_reaches_nobody(String json) {
    assertThatThrownBy(() -> CanonicalArguments.parse(json))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("surrogate");
    StateGraph graph =
        Arena.single(ctx -> Update.of(TEXT, ctx.tools().call("call", json).code()));
    AgentRuntime runtime = arena
        .builder()
        .guard(new AllowAll())
        .tools(List.of(counting(Sink.SPEND)))
        .build();

    assertThat(runtime.run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo("INVALID_ARGUMENTS");
    assertThat(frames).hasValue(0);
  }

  @Test
  void C09_a_pair_of_surrogates_is_allowed() {
    assertThat(CanonicalArguments.parse("{\"a\":\"\\ud83c\\udf88\"}").json())
        .isEqualTo("{\"a\":\"\ud83c\udf88\"}");
  }

  @ParameterizedTest(name = "C16 {0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | INVALID_ARGUMENTS",
        "{'limit':5} | INVALID_ARGUMENTS",
        "{'scope':null} | INVALID_ARGUMENTS",
        "{'filter':{},'scope':'own'} | INVALID_ARGUMENTS",
        "{'scope':'own','filter':{'owner':'ana'}} | ``",
      })
  void C16_a_required_argument_is_not_left_to_the_servers_default(String json, String code) {
    GuardedTool export = tool(
        "{'properties':{'scope':{'type':'string','default':'everything'},'limit':{'type':'integer'},"
            + "'filter':{'properties':{'owner':{'type':'string','default':'*'}},'required':['owner']}},'required':['scope']}",
        ToolDeclaration.of(Sink.READ_EGRESS),
        permit -> {
          permit.arguments();
          frames.incrementAndGet();
          return ToolResult.ok("all of it");
        });
    StateGraph graph = Arena.single(ctx ->
        Update.of(TEXT, ctx.tools().call("call", json.replace('\'', '"')).code()));
    AgentRuntime runtime =
        arena.builder().guard(new AllowAll()).tools(List.of(export)).build();

    assertThat(runtime.run(graph, Update.none(), thread("t")).orThrow().get(TEXT))
        .isEqualTo(code);
    assertThat(frames).hasValue(code.isEmpty() ? 1 : 0);
  }

  @Test
  void F02_a_grant_is_spent_by_one_call_whoever_resumes_and_cannot_be_given_twice() {
    StateGraph graph = Arena.single(refund());
    AgentRuntime one = asking();
    AgentRuntime two = asking();
    OpenQuestion question =
        questions(one.run(graph, Update.none(), thread("t"))).get(0);
    one.inbox().answer(question, true, ANA);

    List<CompletableFuture<Void>> resumes = IntStream.range(0, 8)
        .mapToObj(i -> CompletableFuture.runAsync(() -> resume(i % 2 == 0 ? one : two)))
        .toList();
    resumes.forEach(CompletableFuture::join);

    assertThat(refunds.keys).hasSize(1);
    assertThatThrownBy(() -> two.inbox().answer(question, true, ANA))
        .isInstanceOf(AnswerRefusedException.class);
    assertThat(questions(one.run(graph, Update.none(), thread("t"))))
        .as("the same call in the next run asks again")
        .hasSize(1);
    assertThat(refunds.keys).hasSize(1);
  }

  /** Of several that resume at once all but one are told so. */
  private static void resume(AgentRuntime runtime) {
    try {
      runtime.resume(thread("t"));
    } catch (AgentRuntimeException lost) {
      assertThat(lost.getMessage()).isNotBlank();
    }
  }

  @Test
  void F03_a_grant_is_of_no_use_in_another_thread_for_another_principal_or_in_another_tenant() {
    StateGraph graph = Arena.single(refund());
    AgentRuntime runtime = asking();
    questions(runtime.run(graph, Update.none(), thread("t")));
    OpenQuestion open = runtime.inbox().open(ANA, "t").get(0);
    Principal stranger = Principal.of("ana", "globex", "agent");

    assertThatThrownBy(() -> runtime.inbox().answer(open, true, stranger))
        .isInstanceOf(RuntimeException.class);
    runtime.inbox().answer(open, true, ANA);

    assertThat(runtime.run(graph, Update.none(), thread("other")))
        .isInstanceOf(RunResult.Suspended.class);
    assertThat(runtime.run(graph, Update.none(), thread("t").as(stranger)))
        .isInstanceOf(RunResult.Suspended.class);
    assertThatThrownBy(() -> runtime.resume(thread("t2").as(stranger)))
        .isInstanceOf(UnknownThreadException.class);
    assertThat(runtime.resume(thread("t").as(Principal.of("bob", "acme", "agent"))))
        .as("what ana's run was granted is asked anew for bob")
        .isInstanceOf(RunResult.Suspended.class);
    assertThat(refunds.keys).isEmpty();
  }

  @Test
  void F13_of_eleven_calls_at_once_a_budget_of_ten_lets_ten_through() {
    RunResult result = fanOut(11, Budget.of().toolCalls(10));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(frames).hasValue(10);
  }

  @Test
  void F15_a_thousand_sub_agents_share_the_budget_of_the_run_that_sent_them() {
    StateGraph agent = StateGraph.builder("agent")
        .state(COUNT)
        .node("act", ctx -> {
          ctx.tools().call("call", Map.of());
          return Update.of(COUNT, 1L);
        })
        .start("act")
        .edge("act", END)
        .build();
    StateGraph crowd = StateGraph.builder("crowd")
        .state(COUNT)
        .node("split", ctx -> Update.none())
        .subgraph("agent", agent, s -> s.out(COUNT, COUNT))
        .start("split")
        .fanOut("split", "agent", s -> IntStream.range(0, 1_000).boxed().toList())
        .edge("agent", END)
        .build();

    RunResult result = runtime(Budget.of().toolCalls(50)).run(crowd, Update.none(), thread("t"));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(frames).hasValue(50);
  }

  private AgentRuntime runtime(Budget budget) {
    return arena
        .builder()
        .guard(new AllowAll())
        .budget(budget)
        .tools(List.of(counting(Sink.WRITE_LOCAL)))
        .build();
  }

  private RunResult fanOut(int branches, Budget budget) {
    StateGraph graph = Arena.graph()
        .node("split", ctx -> Update.none())
        .node("call", ctx -> {
          ctx.tools().call("call", Map.of());
          return Update.none();
        })
        .start("split")
        .fanOut("split", "call", s -> IntStream.range(0, branches).boxed().toList())
        .edge("call", END)
        .build();
    return runtime(budget).run(graph, Update.none(), thread("t"));
  }

  @ParameterizedTest(name = "F16 {0} tokens in, {1} out")
  @CsvSource({"-1,-1", "-1000000,5", "5,-1000000", "-2147483648,1", "0,0"})
  void F16_consumption_that_cannot_be_is_not_believed_and_the_reservation_is_charged(
      int in, int out) {
    ScriptedChatModel.Builder script = ScriptedChatModel.builder();
    IntStream.range(0, 50).forEach(i -> script.reply(Reply.text("x").usage(in, out)));
    ScriptedChatModel model = script.build();
    StateGraph graph = Arena.single(ctx -> {
      for (int i = 0; i < 50; i++) {
        ctx.chat(model).user("n " + i).text();
      }
      return Update.none();
    });

    RunResult result = arena
        .builder()
        .budget(Budget.of().tokens(1_000))
        .build()
        .run(graph, Update.none(), thread("t"));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(model.calls()).isBetween(1, 10);
  }

  @Test
  void F16_negative_consumption_prices_and_budgets_are_typed_errors() {
    assertThatThrownBy(() -> new Usage(-1, 0)).hasMessageContaining("negative");
    assertThatThrownBy(() -> new PriceTable.Price("m", BigDecimal.ONE.negate(), BigDecimal.ONE))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> Budget.of().tokens(-1)).hasMessageContaining("negative");
  }

  @Test
  void F17_a_kill_switch_pulled_while_a_human_decides_stops_what_is_approved_then() {
    AtomicReference<@Nullable String> incident = new AtomicReference<>();
    AgentRuntime runtime = arena
        .builder()
        .guard(Refunds.ASKS)
        .killSwitch(scopes -> Optional.ofNullable(incident.get()))
        .tools(List.of(refunds.tool(Sink.SPEND)))
        .build();
    questions(runtime.run(Arena.single(refund()), Update.none(), thread("t")));

    incident.set("incident 7");

    assertThat(answerAll(runtime, "t", true)).isInstanceOf(RunResult.Cancelled.class);
    assertThat(refunds.keys).isEmpty();
  }

  @Test
  void F35_a_call_that_timed_out_and_may_not_be_repeated_is_asked_about() {
    CountDownLatch never = new CountDownLatch(1);
    List<AuditRecord> audit = new CopyOnWriteArrayList<>();
    GuardedTool slow = tool(
        "{}",
        ToolDeclaration.of(Sink.SPEND)
            .retry(Retry.immediately(3))
            .notIdempotent()
            .timeout(Duration.ofMillis(50)),
        permit -> {
          permit.arguments();
          frames.incrementAndGet();
          awaitInterruption(never);
          return ToolResult.ok("too late");
        });
    AgentRuntime runtime = arena
        .builder()
        .guard(new AllowAll())
        .audit(audit::add)
        .tools(List.of(slow))
        .build();
    StateGraph graph =
        Arena.single(ctx -> Update.of(TEXT, ctx.tools().call("call", Map.of()).text()));

    RunResult result = runtime.run(graph, Update.none(), thread("t"));

    assertThat(questions(result)).extracting(OpenQuestion::kind).containsExactly("outcome");
    assertThat(frames).hasValue(1);
    assertThat(audit)
        .filteredOn(r -> r.phase() == AuditRecord.Phase.OUTCOME)
        .extracting(AuditRecord::outcome)
        .containsExactly("unknown");
    assertThat(runtime.resume(thread("t"))).isInstanceOf(RunResult.Suspended.class);
    assertThat(frames).hasValue(1);
  }

  private static void awaitInterruption(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void F36_an_open_breaker_says_unavailable_which_is_no_denial() {
    GuardedTool broken = tool(
        "{'additionalProperties':true}",
        ToolDeclaration.of(Sink.READ).retry(Retry.NEVER),
        permit -> {
          permit.arguments();
          frames.incrementAndGet();
          throw new IllegalStateException("connection refused");
        });
    List<AuditRecord> audit = new CopyOnWriteArrayList<>();
    List<Exception> failures = new ArrayList<>();
    StateGraph graph = Arena.single(ctx -> {
      for (int i = 0; i < 5; i++) {
        try {
          ctx.tools().call("call", Map.of("n", i));
        } catch (RuntimeException e) {
          failures.add(e);
        }
      }
      return Update.none();
    });

    arena
        .builder()
        .guard(new AllowAll())
        .breaker(new BreakerPolicy(2, Duration.ofMinutes(1)))
        .audit(audit::add)
        .tools(List.of(broken))
        .build()
        .run(graph, Update.none(), thread("t"))
        .orThrow();

    assertThat(failures).hasSize(5);
    assertThat(frames).hasValue(2);
    assertThat(failures.subList(2, 5)).allSatisfy(e -> {
      assertThat(e).isInstanceOf(TransientException.class);
      assertThat(e.getMessage()).startsWith("UNAVAILABLE");
    });
    assertThat(audit)
        .filteredOn(r -> r.phase() == AuditRecord.Phase.DECISION)
        .extracting(AuditRecord::outcome)
        .containsOnly("allow");
  }
}
