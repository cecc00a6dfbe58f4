package io.harden4j.mcp.server;

import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Agent graphs as tools of an MCP server. Speaks 2026-07-28 and, to older clients, 2025-11-25 and what came before it. A call runs under all the promises of
 * the runtime: guard, budget, journal, trace. A run that waits for a human says so to its caller and goes on without it.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class GraphServer {
  private final Dispatcher dispatcher;

  private GraphServer(Builder builder) {
    this.dispatcher = new Dispatcher(
        builder.name,
        builder.version,
        Map.copyOf(builder.tools),
        builder.runtime,
        builder.deadline);
  }

  /**
   * Starts a description.
   *
   * @param name    name of this server, for clients
   * @param version its version
   * @param runtime runs the graphs; not closed here
   */
  public static Builder builder(String name, String version, AgentRuntime runtime) {
    return new Builder(name, version, runtime);
  }

  /**
   * Serves one client over two streams, such as {@code System.in} and {@code System.out}, until the first ends; then waits for the calls under way. Nothing
   * else may write to the output: send logs to standard error.
   *
   * @param caller who every call runs for: whoever started this process
   */
  public void serve(InputStream in, OutputStream out, Principal caller) {
    new StdioEndpoint(dispatcher, caller).serve(in, out);
  }

  /**
   * Serves over HTTP until the endpoint is closed.
   *
   * @param address       where to listen; use the loopback address unless clients come from elsewhere, and then TLS in front of it
   * @param authenticator says for whom a request's bearer token speaks
   */
  public HttpEndpoint listen(InetSocketAddress address, Authenticator authenticator) {
    return HttpEndpoint.open(dispatcher, address, authenticator);
  }

  /** Describes a server. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final String version;
    private final AgentRuntime runtime;
    private final Map<String, GraphTool> tools = new LinkedHashMap<>();
    private Duration deadline = Duration.ofMinutes(5);

    private Builder(String name, String version, AgentRuntime runtime) {
      this.name = name;
      this.version = version;
      this.runtime = runtime;
    }

    /** Adds tools. @throws IllegalArgumentException if two have one name */
    public Builder tools(GraphTool... more) {
      Arrays.asList(more).forEach(tool -> {
        if (tools.putIfAbsent(tool.name(), tool) != null) {
          throw new IllegalArgumentException(
              "two tools are called '" + tool.name() + "'; rename one");
        }
      });
      return this;
    }

    /** Bounds each call; default five minutes. A run that takes longer is cancelled; its thread can be resumed here. */
    public Builder deadline(Duration most) {
      deadline = most;
      return this;
    }

    /** Returns the server. */
    public GraphServer build() {
      return new GraphServer(this);
    }
  }
}
