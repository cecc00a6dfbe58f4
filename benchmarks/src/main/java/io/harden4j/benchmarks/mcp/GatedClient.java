package io.harden4j.benchmarks.mcp;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.ToolBox;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.mcp.McpLimits;
import io.harden4j.mcp.McpServers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.Durability;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.AllowAll;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

/**
 * Ours, as an application has it: each call is made by a node of a run and goes through budget, schema, guard, audit and permit. There is a new run after every
 * fifty calls (what a run may make by default), whose start counts. Nothing is recorded, since the others record nothing either.
 */
final class GatedClient implements EchoClient {
  private static final int CALLS_OF_A_RUN = 50;
  private static final StateKey<String> DONE = StateKey.of("done", String.class);

  private final Runnable end;
  private final AgentRuntime runtime;
  private final Map<String, Consumer<ToolBox>> work = new ConcurrentHashMap<>();
  private final StateGraph graph = StateGraph.builder("measure")
      .state(DONE)
      .node("measure", ctx -> {
        Objects.requireNonNull(work.remove(ctx.threadId())).accept(ctx.tools());
        return Update.of(DONE, "yes");
      })
      .start("measure")
      .edge("measure", StateGraph.END)
      .build();

  private GatedClient(List<GuardedTool> tools, Runnable end) {
    this.end = end;
    this.runtime =
        AgentRuntime.builder().guard(new AllowAll()).tools(tools).poolSize(64).build();
  }

  private static GatedClient of(McpServers servers) {
    return new GatedClient(servers.tools("echo"), servers::close);
  }

  /** The gate and no server behind it. */
  static GatedClient alone() {
    return new GatedClient(List.of(Echo.tool()), () -> {});
  }

  static GatedClient stdio(List<String> command) {
    return of(McpServers.builder()
        .stdio(
            "echo",
            s -> s.command(command)
                .limits(McpLimits.DEFAULT.withMaxConcurrentCalls(64))
                .declare("echo", d -> d.sink(Sink.READ)))
        .build());
  }

  static GatedClient http(URI url) {
    return of(McpServers.builder()
        .http(
            "echo",
            url,
            s -> s.allowPrivateAddresses()
                .limits(McpLimits.DEFAULT.withMaxConcurrentCalls(64))
                .declare("echo", d -> d.sink(Sink.READ)))
        .build());
  }

  @Override
  public void each(int calls, ObjIntConsumer<UnaryOperator<String>> call) {
    for (int from = 0; from < calls; from += CALLS_OF_A_RUN) {
      int first = from;
      int end = Math.min(calls, from + CALLS_OF_A_RUN);
      inRun(tools -> {
        UnaryOperator<String> echo =
            text -> tools.call("echo.echo", Map.of("text", text)).text();
        for (int i = first; i < end; i++) {
          call.accept(echo, i);
        }
      });
    }
  }

  private void inRun(Consumer<ToolBox> calls) {
    String thread = "bench-" + Thread.currentThread().getId();
    work.put(thread, calls);
    runtime
        .run(
            graph,
            Update.none(),
            RunOptions.thread(thread)
                .as(Principal.of("bench", "bench"))
                .durability(Durability.NONE))
        .orThrow();
  }

  @Override
  public void close() {
    runtime.close();
    end.run();
  }
}
