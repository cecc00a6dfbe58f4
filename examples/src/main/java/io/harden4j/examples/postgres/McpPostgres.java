package io.harden4j.examples.postgres;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.StandardGuard;
import io.harden4j.identity.Principal;
import io.harden4j.mcp.McpServers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The MCP server {@code @modelcontextprotocol/server-postgres} 0.6.2 runs what it is sent inside a read-only transaction, and calls its tool read-only. A
 * COMMIT in the query ends that transaction, and what follows it writes. Shows it in a throw-away database, then with a guard in front.
 */
public final class McpPostgres {
  private static final String ATTACK = "COMMIT; DROP TABLE orders; SELECT 1 AS done";
  private static final String ORDERS = "SELECT count(*) AS orders FROM orders";
  private static final StateKey<ToolResult> RESULT = StateKey.of("result", ToolResult.class);
  private static final Principal ANALYST = Principal.of("ana", "acme", "analyst");

  private final PrintStream out;
  private final String script;
  private final String url;

  private McpPostgres(PrintStream out, String script, String url) {
    this.out = out;
    this.script = script;
    this.url = url;
  }

  /** Whether the table was there after the attack. */
  record Outcome(boolean survivedWithoutGuard, boolean survivedWithGuard) {}

  /**
   * Runs the example.
   *
   * @return 0, also where it cannot run: it then says why
   */
  public static int run(PrintStream out) {
    demonstrate(out);
    return 0;
  }

  static Optional<Outcome> demonstrate(PrintStream out) {
    Optional<String> script = script();
    if (script.isEmpty() || !nodeRuns()) {
      out.println("skipped: needs node, and HARDEN4J_MCP_POSTGRES naming the entry script of"
          + " @modelcontextprotocol/server-postgres 0.6.2 (npm ci in .ci/mcp-servers installs it)");
      return Optional.empty();
    }
    String given = System.getenv("HARDEN4J_EXAMPLE_POSTGRES");
    if (given != null) {
      return Optional.of(new McpPostgres(out, script.get(), given).demonstrate());
    }
    Optional<LocalPostgres> local = LocalPostgres.start(why -> out.println("skipped: " + why));
    if (local.isEmpty()) {
      return Optional.empty();
    }
    try (LocalPostgres database = local.get()) {
      return Optional.of(new McpPostgres(out, script.get(), database.url()).demonstrate());
    }
  }

  private static Optional<String> script() {
    String named = System.getenv("HARDEN4J_MCP_POSTGRES");
    Path installed =
        Path.of(".ci/mcp-servers/node_modules/@modelcontextprotocol/server-postgres/dist/index.js");
    return Optional.ofNullable(named)
        .or(() -> Optional.of(installed.toAbsolutePath().toString()))
        .filter(s -> Files.isRegularFile(Path.of(s)));
  }

  private static boolean nodeRuns() {
    try {
      Process node = new ProcessBuilder("node", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return node.waitFor(20, TimeUnit.SECONDS) && node.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Outcome demonstrate() {
    Guard trusting =
        StandardGuard.builder().role("analyst").may("database.query").build();
    out.println("The server says that its tool 'query' runs read-only queries. The model sends:");
    out.println("  " + ATTACK);
    makeTable(trusting);
    boolean without = attack("a guard that believes the server", trusting);
    makeTable(trusting);
    boolean with = attack("a guard that reads the query", new SelectOnly(trusting, "sql"));
    return new Outcome(without, with);
  }

  /** By the same hole: there is no other way in here, and it shows how wide it is. */
  private void makeTable(Guard guard) {
    call(
        guard,
        "COMMIT; DROP TABLE IF EXISTS orders; CREATE TABLE orders AS SELECT generate_series(1, 3) AS id; SELECT 1");
  }

  /** Returns whether the table is still there. */
  private boolean attack(String name, Guard guard) {
    out.println();
    out.println("With " + name + ":");
    out.println("  before: " + shown(call(guard, ORDERS)));
    out.println("  attack: " + shown(call(guard, ATTACK)));
    ToolResult after = call(guard, ORDERS);
    out.println("  after:  " + shown(after));
    return after.isOk();
  }

  private static String shown(ToolResult result) {
    String text = result.text().replaceAll("\\s+", " ");
    return result.isOk() ? "ok " + text : result.code() + " " + text;
  }

  /** One call by a run, past this guard. */
  private ToolResult call(Guard guard, String sql) {
    StateGraph graph = StateGraph.builder("query")
        .state(RESULT)
        .node(
            "ask", ctx -> Update.of(RESULT, ctx.tools().call("database.query", Map.of("sql", sql))))
        .start("ask")
        .edge("ask", StateGraph.END)
        .build();
    try (McpServers servers = McpServers.builder()
            .stdio(
                "database",
                s -> s.command("node", script, url)
                    .declare("query", d -> d.sink(Sink.READ).argument("sql", ArgumentRole.QUERY)))
            .build();
        AgentRuntime runtime =
            AgentRuntime.builder().guard(guard).tools(servers::tools).build()) {
      RunResult result =
          runtime.run(graph, Update.none(), RunOptions.newThread().as(ANALYST));
      return result instanceof RunResult.Failed failed
          ? ToolResult.error(String.valueOf(failed.error().getMessage()))
          : result.orThrow().get(RESULT);
    }
  }
}
