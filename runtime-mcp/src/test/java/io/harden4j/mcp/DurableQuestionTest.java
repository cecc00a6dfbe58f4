package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.effect.Retry;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.Sink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A server's question in a durable run waits in the inbox, and another runtime goes on with the answer. */
class DurableQuestionTest {
  private static final StateKey<String> SEEN = StateKey.of("seen", String.class);
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final RunOptions THREAD = RunOptions.thread("t-1").as(ANA);

  private final CheckpointStore store = new InMemoryCheckpointStore(InstantSource.system());
  private final AtomicInteger decisions = new AtomicInteger();

  private static final StateGraph GRAPH = StateGraph.builder("asks")
      .state(SEEN)
      .node(
          "call", ctx -> Update.of(SEEN, ctx.tools().call("web.asks", Map.of()).text()))
      .start("call")
      .edge("call", StateGraph.END)
      .build();

  private AgentRuntime runtime(McpServers servers) {
    AllowAll allow = new AllowAll();
    return AgentRuntime.builder()
        .checkpoints(store)
        .graphs(GRAPH)
        .guard(request -> {
          decisions.incrementAndGet();
          return allow.decide(request);
        })
        .tools(servers::tools)
        .build();
  }

  private static McpServers stateless(HttpFaultServer server, Elicitation elicitation) {
    return McpServers.builder()
        .http(
            "web",
            server.url(),
            b -> b.allowPrivateAddresses()
                .elicitation(elicitation)
                .declare("asks", d -> d.sink(Sink.WRITE_EXTERNAL)))
        .build();
  }

  @Test
  void a_round_of_a_stateless_server_goes_on_in_another_process_with_the_answer() {
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS)) {
      try (McpServers servers = stateless(server, Elicitation.inbox());
          AgentRuntime runtime = runtime(servers)) {
        assertThat(runtime.run(GRAPH, Update.none(), THREAD))
            .isInstanceOf(RunResult.Suspended.class);
      }

      try (McpServers servers = stateless(server, Elicitation.inbox());
          AgentRuntime runtime = runtime(servers)) {
        OpenQuestion question = runtime.inbox().open(ANA).get(0);
        assertThat(question.text()).contains("MCP server 'web' asks", "Who are you?", "name");
        runtime.inbox().answer(question, new NextRound.Answer(true, Map.of("name", "Ana")), ANA);

        assertThat(runtime.resume(THREAD).orThrow().get(SEEN)).isEqualTo("opaque-1 accept Ana");
      }
      assertThat(server.executed).as("one call, two rounds").hasValue(2);
      assertThat(decisions).as("each past the guard").hasValue(2);
    }
  }

  @Test
  void a_human_may_decline() {
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        McpServers servers = stateless(server, Elicitation.inbox());
        AgentRuntime runtime = runtime(servers)) {
      runtime.run(GRAPH, Update.none(), THREAD);
      OpenQuestion question = runtime.inbox().open(ANA).get(0);
      runtime.inbox().answer(question, "{\"accepted\":false}", ANA);

      assertThat(runtime.resume(THREAD).orThrow().get(SEEN)).isEqualTo("opaque-1 decline ");
    }
  }

  @Test
  void where_nobody_may_be_asked_the_model_is_told() {
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        McpServers servers = stateless(server, Elicitation.refuse());
        AgentRuntime runtime = runtime(servers)) {
      assertThat(runtime.run(GRAPH, Update.none(), THREAD).orThrow().get(SEEN))
          .contains("not allowed here");
    }
  }

  @Test
  void a_handler_answers_at_once() {
    Elicitation by = Elicitation.by(q -> ElicitationAnswer.accept(Map.of("name", "Ben")));
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        McpServers servers = stateless(server, by);
        AgentRuntime runtime = runtime(servers)) {
      assertThat(runtime.run(GRAPH, Update.none(), THREAD).orThrow().get(SEEN))
          .isEqualTo("opaque-1 accept Ben");
    }
  }

  @Test
  void a_handler_that_never_answers_is_given_up_when_the_tools_time_is_over() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Elicitation never = Elicitation.by(q -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return ElicitationAnswer.cancel();
    });
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        McpServers servers = McpServers.builder()
            .http(
                "web",
                server.url(),
                b -> b.allowPrivateAddresses()
                    .elicitation(never)
                    .declare(
                        "asks",
                        d -> d.sink(Sink.READ).timeout(Duration.ofMillis(500)).retry(Retry.NEVER)))
            .build();
        AgentRuntime runtime = runtime(servers)) {
      RunResult result = runtime.run(GRAPH, Update.none(), THREAD);

      assertThat(result).isInstanceOf(RunResult.Failed.class);
      assertThat(((RunResult.Failed) result).error()).hasStackTraceContaining("longer than 500 ms");
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_question_in_the_middle_of_a_call_is_cancelled_and_the_call_made_again_with_the_answer() {
    Consumer<StdioServerBuilder> asking = b -> b.command(TestServers.command("normal"))
        .stopGrace(Duration.ofMillis(500))
        .elicitation(Elicitation.inbox())
        .declare("asks-name", d -> d.sink(Sink.READ));
    StateGraph graph = StateGraph.builder("asks")
        .state(SEEN)
        .node(
            "call",
            ctx -> Update.of(SEEN, ctx.tools().call("web.asks-name", Map.of()).text()))
        .start("call")
        .edge("call", StateGraph.END)
        .build();
    try (McpServers servers = McpServers.builder().stdio("web", asking).build();
        AgentRuntime runtime = runtime(servers)) {
      assertThat(runtime.run(graph, Update.none(), THREAD)).isInstanceOf(RunResult.Suspended.class);
      OpenQuestion question = runtime.inbox().open(ANA).get(0);
      runtime.inbox().answer(question, new NextRound.Answer(true, Map.of("name", "Ana")), ANA);

      assertThat(runtime.resume(THREAD).orThrow().get(SEEN))
          .contains("\"action\":\"accept\"", "\"name\":\"Ana\"");
    }
  }

  /** Asks by a tool that may hurt twice, then tells how many calls the server has seen. */
  private String asked(NextRound.Answer answer) {
    Consumer<StdioServerBuilder> asking = b -> b.command(TestServers.command("normal"))
        .stopGrace(Duration.ofMillis(500))
        .elicitation(Elicitation.inbox())
        .declare("asks-name", d -> d.sink(Sink.WRITE_EXTERNAL))
        .declare("count", d -> d.sink(Sink.READ));
    StateGraph graph = StateGraph.builder("asks")
        .state(SEEN)
        .node("call", ctx -> {
          String said = ctx.tools().call("web.asks-name", Map.of()).text();
          return Update.of(
              SEEN, said + " calls: " + ctx.tools().call("web.count", Map.of()).text());
        })
        .start("call")
        .edge("call", StateGraph.END)
        .build();
    try (McpServers servers = McpServers.builder().stdio("web", asking).build();
        AgentRuntime runtime = runtime(servers)) {
      runtime.run(graph, Update.none(), THREAD);
      OpenQuestion question = runtime.inbox().open(ANA).get(0);
      assertThat(question.text())
          .contains("not declared repeatable", "the whole call is made a second time")
          .contains("What it said when it ended", "cancel");
      runtime.inbox().answer(question, answer, ANA);
      return runtime.resume(THREAD).orThrow().get(SEEN);
    }
  }

  @Test
  void a_tool_that_may_hurt_twice_is_called_again_if_the_human_who_was_told_so_accepts() {
    assertThat(asked(new NextRound.Answer(true, Map.of("name", "Ana"))))
        .contains("\"action\":\"accept\"", "\"name\":\"Ana\"")
        .endsWith("calls: 3");
  }

  @Test
  void a_tool_that_may_hurt_twice_is_left_at_one_call_if_the_human_declines() {
    assertThat(asked(new NextRound.Answer(false, Map.of())))
        .startsWith("The tool asked the user something and got no answer")
        .endsWith("calls: 2");
  }

  @Test
  void a_form_that_asks_for_a_secret_is_declined_unseen() {
    assertThat(secretForm("password")).isEqualTo("{\"action\":\"decline\"}");
    assertThat(secretForm("apiKey")).isEqualTo("{\"action\":\"decline\"}");
    assertThat(secretForm("name")).contains("accept");
  }

  private static String secretForm(String field) {
    return Elicited.answer(
            "web",
            JsonRpc.tree(
                "{\"message\":\"?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\""
                    + field + "\":{\"type\":\"string\"}}}}"),
            q -> ElicitationAnswer.accept(Map.of(field, "x")))
        .toString();
  }

  @Test
  void an_address_is_shown_with_its_host_and_must_be_https() {
    ElicitationQuestion question = ElicitationQuestion.of(
        "web",
        JsonRpc.tree(
            "{\"mode\":\"url\",\"message\":\"log in\",\"url\":\"https://bank.example/login?x=1\"}"));

    assertThat(question.forInbox()).contains("on the host bank.example");
    for (String bad : new String[] {
      "http://bank.example", "https://bank.example@evil.example", "javascript:alert(1)"
    }) {
      assertThat(Elicited.answer(
              "web",
              JsonRpc.object().put("mode", "url").put("message", "").put("url", bad),
              q -> ElicitationAnswer.accept(Map.of())))
          .hasToString("{\"action\":\"decline\"}");
    }
  }
}
