package io.harden4j.cli.architecture;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.langchain4j.Assistant;
import io.harden4j.observe.Observation;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.model.Reply;
import io.harden4j.testkit.model.ScriptedChatModel;
import io.harden4j.tool.AuditSink;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Gate;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolSpecifications;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Ways to a connector that somebody might try with what is public, each under a guard that does not allow it. */
final class Ways {
  private static final Principal ANA = Principal.of("ana", "acme", "agent");
  private static final Guard ASKS =
      request -> new Decision.AskHuman("asks", request.call(), "Do it?", "", null, List.of());

  private final GuardedTool tool;
  private final Guard guard;
  private final AuditSink audit;

  /** Tries to get to a tool; {@code guard} stands in the way. */
  Ways(GuardedTool tool, Guard guard, AuditSink audit) {
    this.tool = tool;
    this.guard = guard;
    this.audit = audit;
  }

  /** One way; throwing means that it was closed. */
  interface Way {
    void walk() throws Exception;
  }

  /** An assistant of LangChain4j. */
  interface Bot {
    /** Answers. */
    String answer(String question);
  }

  /** The ways that lead through the gate: closed by the guard alone. */
  Map<String, Way> throughTheGate() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put(
        "tool box with arguments",
        () -> inNode(ctx -> ctx.tools().call(tool.alias(), Bystander.ARGUMENTS)));
    ways.put(
        "tool box with a model's request", () -> inNode(ctx -> ctx.tools().execute(request())));
    ways.put("assistant whose model asks for the tool", () -> inNode(this::converse));
    ways.put("operation on its steps", () -> {
      Operation<ToolResult> call = operation(guard);
      if (call.admit(key(), scope(), Observation.NONE).rejected() == null) {
        call.call(attempt());
      }
    });
    return ways;
  }

  /** The ways beside the gate: closed whatever the guard says. */
  Map<String, Way> besideTheGate() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("no permit", () -> tool.connector().invoke(none()));
    ways.put("permit by a public constructor", () -> {
      for (Constructor<?> open : Permit.class.getConstructors()) {
        Object made = open.newInstance(new Object[open.getParameterCount()]);
        tool.connector().invoke((Permit) made);
      }
    });
    ways.put(
        "permit read by the library's codec",
        () -> tool.connector().invoke(JsonCodec.of(Permit.class).decode(forged(), 1)));
    ways.put(
        "permit read by a lenient mapper",
        () -> tool.connector()
            .invoke(new ObjectMapper()
                .setVisibility(PropertyAccessor.ALL, Visibility.ANY)
                .readValue(forged(), Permit.class)));
    ways.put(
        "connector of a listed tool",
        () -> inNode(
            ctx -> ctx.tools().tools().forEach(listed -> listed.connector().invoke(none()))));
    ways.put(
        "model call that shows the tool by hand",
        () -> inNode(ctx -> ctx.chatModel(model())
            .chat(ChatRequest.builder()
                .messages(UserMessage.from("refund"))
                .toolSpecifications(ToolSpecifications.of(tool))
                .build())));
    return ways;
  }

  /** The ways to the gate's own call before it let the call in: closed whatever the guard says. */
  Map<String, Way> withoutAdmission() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("operation that was never admitted", () -> operation(guard).call(attempt()));
    ways.put("operation that was denied", () -> afterAdmission(Guard.DENY_ALL));
    ways.put("operation that waits for a human", () -> afterAdmission(ASKS));
    return ways;
  }

  private void afterAdmission(Guard refusing) throws Exception {
    Operation<ToolResult> call = operation(refusing);
    try {
      call.admit(key(), scope(), Observation.NONE);
    } catch (IllegalStateException suspended) {
      // what the engine's signal does: the code behind it goes on regardless
      assertSuspended(suspended);
    }
    call.call(attempt());
  }

  private static void assertSuspended(IllegalStateException e) {
    if (!String.valueOf(e.getMessage()).equals("suspended")) {
      throw e;
    }
  }

  private Operation<ToolResult> operation(Guard decides) {
    GuardRequest request = new GuardRequest(
        ANA,
        new RunId("run-1"),
        new ThreadKey("acme", "t"),
        "node",
        new ToolCall(tool.ref(), CanonicalArguments.parse(Bystander.ARGUMENTS)),
        tool.declaration(),
        Label.user(ANA),
        Map.of(),
        List.of(),
        Instant.EPOCH);
    return new Gate(decides, audit, new BasicSchemaValidator(), Map.of())
        .call(tool, request, "call-1");
  }

  private static EffectScope scope() {
    return (EffectScope) Proxy.newProxyInstance(
        Ways.class.getClassLoader(), new Class<?>[] {EffectScope.class}, (p, method, arguments) -> {
          if (method.getName().equals("approval")) {
            throw new IllegalStateException("suspended");
          }
          return method.getReturnType() == Principal.class ? ANA : null;
        });
  }

  private void inNode(Consumer<NodeContext> code) {
    StateGraph graph = StateGraph.builder("way")
        .node("node", ctx -> {
          code.accept(ctx);
          return Update.none();
        })
        .start("node")
        .edge("node", StateGraph.END)
        .build();
    try (AgentRuntime runtime =
        AgentRuntime.builder().guard(guard).audit(audit).tools(List.of(tool)).build()) {
      runtime.run(graph, Update.none(), RunOptions.thread("t").as(ANA)).orThrow();
    }
  }

  private void converse(NodeContext ctx) {
    Assistant<Bot> assistant = Assistant.of(
        Bot.class,
        parts -> AiServices.builder(Bot.class)
            .chatModel(parts.chatModel(model()))
            .toolProvider(parts.tools())
            .build());
    ctx.use(assistant).answer("Give me my money back");
  }

  private ScriptedChatModel model() {
    return ScriptedChatModel.builder()
        .reply(Reply.toolCall(tool.alias(), Bystander.ARGUMENTS))
        .reply(Reply.text("done"))
        .build();
  }

  private ToolExecutionRequest request() {
    return ToolExecutionRequest.builder()
        .id("1")
        .name(tool.alias())
        .arguments(Bystander.ARGUMENTS)
        .build();
  }

  private static byte[] forged() {
    String call =
        "{\"tool\":{\"server\":\"orders\",\"name\":\"refund\",\"pin\":\"\"},\"arguments\":{}}";
    return ("{\"call\":" + call + ",\"idempotencyKey\":\"k\",\"frame\":1}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private EffectKey key() {
    TaskKey task =
        new TaskKey(new ThreadKey("acme", "t"), "main", new TaskId("", "node", "", 0), 0);
    return new EffectKey(task, "tool:" + tool.ref().qualifiedName(), "", 0);
  }

  private static Attempt attempt() {
    return new Attempt(1, "key", Observation.NONE);
  }

  @SuppressWarnings("NullAway") // null is what a caller without a permit has
  private static Permit none() {
    return null;
  }
}
