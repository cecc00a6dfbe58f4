package io.harden4j.benchmarks.mcp;

import io.harden4j.effect.Budget;
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
import io.harden4j.tool.Sink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Ours, as an application has it: each call goes through budget, schema, guard, audit and permit, inside a run. There is no way to measure less; nothing is
 * recorded, since the others record nothing either.
 */
final class GatedClient implements EchoClient {
  private static final StateKey<String> DONE = StateKey.of("done", String.class);

  private final McpServers servers;
  private final AgentRuntime runtime;
  private final CompletableFuture<ToolBox> box = new CompletableFuture<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread run;

  private GatedClient(McpServers servers) {
    this.servers = servers;
    this.runtime = AgentRuntime.builder()
        .guard(new AllowAll())
        .tools(servers.tools("echo"))
        .budget(Budget.of().toolCalls(100_000_000).wallClock(Duration.ofHours(2)))
        .build();
    StateGraph graph = StateGraph.builder("measure")
        .state(DONE)
        .node("measure", ctx -> {
          box.complete(ctx.tools());
          end.await();
          return Update.of(DONE, "yes");
        })
        .start("measure")
        .edge("measure", StateGraph.END)
        .build();
    RunOptions options =
        RunOptions.newThread().as(Principal.of("bench", "bench")).durability(Durability.NONE);
    this.run = new Thread(() -> runtime.run(graph, Update.none(), options), "bench-run");
    run.start();
  }

  static GatedClient stdio(List<String> command) {
    return new GatedClient(McpServers.builder()
        .stdio(
            "echo",
            s -> s.command(command)
                .limits(McpLimits.DEFAULT.withMaxConcurrentCalls(64))
                .declare("echo", d -> d.sink(Sink.READ)))
        .build());
  }

  static GatedClient http(URI url) {
    return new GatedClient(McpServers.builder()
        .http(
            "echo",
            url,
            s -> s.allowPrivateAddresses()
                .limits(McpLimits.DEFAULT.withMaxConcurrentCalls(64))
                .declare("echo", d -> d.sink(Sink.READ)))
        .build());
  }

  @Override
  public String echo(String text) {
    return box.join().call("echo.echo", Map.of("text", text)).text();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      run.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runtime.close();
    servers.close();
  }
}
