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
import io.harden4j.tool.Sink;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Ours, as an application has it: each call goes through budget, schema, guard, audit and permit, inside a run, of which there is a new one after every fifty
 * calls (what a run may make by default). Nothing is recorded, since the others record nothing either.
 */
final class GatedClient implements EchoClient {
  private static final int CALLS_OF_A_RUN = 50;
  private static final StateKey<String> DONE = StateKey.of("done", String.class);

  private final McpServers servers;
  private final AgentRuntime runtime;
  private final ThreadLocal<Session> sessions = ThreadLocal.withInitial(() -> new Session(this));

  private GatedClient(McpServers servers) {
    this.servers = servers;
    this.runtime = AgentRuntime.builder()
        .guard(new AllowAll())
        .tools(servers.tools("echo"))
        .poolSize(64)
        .build();
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

  /** The run of one calling thread. */
  private static final class Session {
    private final GatedClient client;
    private CompletableFuture<ToolBox> box = new CompletableFuture<>();
    private CountDownLatch end = new CountDownLatch(1);
    private int left;

    Session(GatedClient client) {
      this.client = client;
    }

    ToolBox box() {
      if (left-- == 0) {
        end.countDown();
        box = new CompletableFuture<>();
        end = new CountDownLatch(1);
        left = CALLS_OF_A_RUN - 1;
        client.start(box, end);
      }
      return box.join();
    }
  }

  private void start(CompletableFuture<ToolBox> box, CountDownLatch end) {
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
    Thread run = new Thread(() -> runtime.run(graph, Update.none(), options), "bench-run");
    run.setDaemon(true);
    run.start();
  }

  @Override
  public String echo(String text) {
    return sessions.get().box().call("echo.echo", Map.of("text", text)).text();
  }

  /** The last run of each thread waits for its end for ever; it is given up. */
  @Override
  public void close() {
    servers.close();
  }
}
