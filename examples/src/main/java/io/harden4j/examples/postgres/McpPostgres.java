package io.harden4j.examples.postgres;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.governor.GovernedGuard;
import io.harden4j.guard.sql.SqlDialect;
import io.harden4j.guard.sql.SqlGovernor;
import io.harden4j.identity.Principal;
import io.harden4j.mcp.McpServers;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The MCP server {@code @modelcontextprotocol/server-postgres} 0.6.2 runs what it is sent inside a read-only transaction, and calls its tool read-only. A
 * COMMIT in the query ends that transaction, and what follows it writes. And nothing in it knows of tenants. Shows both in a throw-away database, then with
 * the SQL governor in front: it refuses the one query and sends a text of its own in place of the other.
 */
public final class McpPostgres {
  private static final String ATTACK = "COMMIT; DROP TABLE orders; SELECT 1 AS done";
  private static final String ORDERS = "SELECT count(*) AS orders FROM orders";
  private static final String ALL_TENANTS =
      "SELECT id, tenant_id FROM orders WHERE tenant_id = 'globex' OR 1 = 1";
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

  /** Whether the other tenant's orders were seen, and whether the table was there after the attack. */
  record Outcome(boolean sawOthers, boolean survived) {}

  /** What happened without the governor and with it. */
  record Outcomes(Outcome without, Outcome with) {}

  /**
   * Runs the example.
   *
   * @return 0, also where it cannot run: it then says why
   */
  public static int run(PrintStream out) {
    demonstrate(out);
    return 0;
  }

  static Optional<Outcomes> demonstrate(PrintStream out) {
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
    try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
      String url = "postgresql://postgres@127.0.0.1:" + database.getPort() + "/postgres";
      return Optional.of(new McpPostgres(out, script.get(), url).demonstrate());
    } catch (IOException | IllegalStateException e) {
      out.println(
          "skipped: no PostgreSQL could be started here; name a database that may lose its table 'orders' with"
              + " HARDEN4J_EXAMPLE_POSTGRES (" + e.getMessage() + ")");
      return Optional.empty();
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

  private Outcomes demonstrate() {
    Guard trusting =
        StandardGuard.builder().role("analyst").may("database.query").build();
    Guard governed = GovernedGuard.over(trusting)
        .governor(
            ArgumentRole.QUERY,
            "sql",
            SqlGovernor.builder(SqlDialect.POSTGRESQL)
                .table("public.orders", "id", "tenant_id")
                .build())
        .build();
    out.println(
        "The server says that its tool 'query' runs read-only queries. Ana of acme is at work; the model sends:");
    out.println("  " + ALL_TENANTS);
    out.println("  " + ATTACK);
    makeTable(trusting);
    Outcome without = attack("a guard that believes the server", trusting);
    makeTable(trusting);
    Outcome with = attack("the SQL governor behind that guard", governed);
    return new Outcomes(without, with);
  }

  /** By the same hole: there is no other way in here, and it shows how wide it is. */
  private void makeTable(Guard guard) {
    call(
        guard,
        "COMMIT; DROP TABLE IF EXISTS orders; CREATE TABLE orders AS SELECT id, CASE WHEN id < 4 THEN 'acme' ELSE 'globex' END AS tenant_id"
            + " FROM generate_series(1, 5) AS id; SELECT 1");
  }

  private Outcome attack(String name, Guard guard) {
    out.println();
    out.println("With " + name + ":");
    out.println("  before:        " + shown(call(guard, ORDERS)));
    ToolResult seen = call(guard, ALL_TENANTS);
    out.println("  other tenants: " + shown(seen));
    out.println("  attack:        " + shown(call(guard, ATTACK)));
    ToolResult after = call(guard, ORDERS);
    out.println("  after:         " + shown(after));
    return new Outcome(seen.text().contains("globex"), after.isOk());
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
