package io.harden4j.mcp;

import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.observe.Durations;
import io.harden4j.run.HealthCheck;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * MCP servers whose tools agents may use, each call through the gate.
 *
 * <pre>{@code
 * McpServers servers = McpServers.builder()
 *     .stdio("orders", s -> s.command("java", "-jar", "orders.jar")
 *         .declare("find_order", d -> d.sink(Sink.READ).argument("id", ArgumentRole.IDENTIFIER)))
 *     .build();
 * }</pre>
 *
 * <p><b>Lifecycle.</b> A server starts at its first use, starts again after it ended (at the next use, with back-off), and ends at {@link #close}.
 *
 * <p><b>Isolation.</b> A server that is down takes its own tools away and nothing else; {@link #status} says why.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class McpServers implements AutoCloseable {
  private final Map<String, McpServer> servers;

  private McpServers(Map<String, McpServer> servers) {
    this.servers = servers;
  }

  /** Starts a description without servers. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the declared tools of every server that could be reached, in the order the servers were named: made to be asked at every turn, as by
   * {@code AgentRuntime.builder().tools(servers::tools)}. The first call starts the servers, side by side, and waits for them. A server that fails is left out
   * with a warning, or keeps the tools it was known to have; ask {@link #tools(String...)} for servers that must be there.
   */
  public List<GuardedTool> tools() {
    servers.values().forEach(McpServer::warmUp);
    return distinct(
        servers.values().stream().flatMap(s -> s.knownTools().stream()).toList());
  }

  /**
   * Returns the declared tools of these servers.
   *
   * @throws McpException             if one of them cannot be reached, or its list is unusable; the message says what to do
   * @throws IllegalArgumentException if a name is unknown
   */
  public List<GuardedTool> tools(String... ids) {
    List<GuardedTool> tools = new ArrayList<>();
    for (String id : ids) {
      tools.addAll(server(id).tools());
    }
    return distinct(tools);
  }

  private static List<GuardedTool> distinct(List<GuardedTool> tools) {
    Map<String, GuardedTool> byAlias = new HashMap<>();
    for (GuardedTool tool : tools) {
      GuardedTool other = byAlias.putIfAbsent(tool.alias(), tool);
      if (other != null && !other.ref().equals(tool.ref())) {
        throw new IllegalStateException("tools " + other.ref().qualifiedName() + " and "
            + tool.ref().qualifiedName() + " would both be called '" + tool.alias()
            + "' by models; leave one of them undeclared");
      }
    }
    return List.copyOf(tools);
  }

  /**
   * Returns what a server wants models to be told about itself, as of its last handshake; empty if it has said nothing yet. Anybody may have written it: it is
   * never put into a prompt by this library.
   */
  public Optional<Labeled<String>> instructions(String id) {
    String text = server(id).instructions();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Labeled.of(text, Label.untrusted("mcp:" + id)));
  }

  /** Returns how every server is doing, without touching any of them. */
  public List<McpServerStatus> status() {
    return servers.values().stream().map(McpServer::status).toList();
  }

  /** Returns how one server is doing. */
  public McpServerStatus status(String id) {
    return server(id).status();
  }

  /**
   * Returns what a server says of itself and its tools, declared or not: what a lock is made of.
   *
   * @throws McpException if it cannot be reached, or its list is unusable
   */
  public ServerSnapshot snapshot(String id) {
    return server(id).snapshot();
  }

  /** Returns the ids of all servers, in the order in which they were named. */
  public List<String> ids() {
    return List.copyOf(servers.keySet());
  }

  /**
   * Says what would happen, without calling anything: which tools are issued or withheld and why, and what the guard says to each for this principal, without
   * arguments. Servers are started; one that cannot be reached is told of as such.
   */
  public List<PlannedTool> plan(Guard guard, Principal who) {
    return servers.entrySet().stream()
        .flatMap(e -> PlannedTool.of(e.getKey(), e.getValue(), guard, who).stream())
        .toList();
  }

  /** Returns a check for each server: it answers, and its list of tools is usable. */
  public List<HealthCheck> healthChecks() {
    return servers.entrySet().stream()
        .<HealthCheck>map(e -> new ServerHealth(e.getKey(), e.getValue()))
        .toList();
  }

  private McpServer server(String id) {
    McpServer server = servers.get(id);
    if (server == null) {
      throw new IllegalArgumentException(
          "there is no MCP server '" + id + "'; known are " + servers.keySet());
    }
    return server;
  }

  /** Ends every server: its input is closed, then it is asked to end, then killed, with all that it started. Calls in flight fail. */
  @Override
  public void close() {
    Daemons.runAll(
        "mcp-close", servers.values().stream().<Runnable>map(s -> s::close).toList());
  }

  /** Collects servers. */
  public static final class Builder {
    private final Map<String, Function<UnaryOperator<ServerSettings>, McpServer>> described =
        new LinkedHashMap<>();
    private final Map<String, ServerSettings> settings = new LinkedHashMap<>();
    private UnaryOperator<ServerSettings> lock = UnaryOperator.identity();
    private Durations durations = Durations.NONE;

    private Builder() {}

    /**
     * Blocks whatever is not approved in a file that the team commits, {@code mcp.lock.json}; a file that does not exist approves nothing. Write it with {@code
     * harden4j mcp lock}. Without a lock, the first definition of a tool that is seen is the one that counts until {@link McpServers#close}.
     *
     * @throws IllegalArgumentException if the file is no lock
     */
    public Builder lock(Path file) {
      return lock(ToolLock.read(file));
    }

    /** As {@link #lock(Path)}, with a lock that was read before. */
    public Builder lock(ToolLock approved) {
      lock = unlocked -> unlocked.lockedBy(approved);
      return this;
    }

    /**
     * Adds a server that is started as a child process.
     *
     * @param id how the application calls it: 1 to 32 characters of {@code [A-Za-z0-9_-]}, part of each tool's name
     * @throws IllegalArgumentException if the id is taken or the description is incomplete
     */
    public Builder stdio(String id, Consumer<StdioServerBuilder> description) {
      StdioServerBuilder builder = new StdioServerBuilder(id);
      description.accept(builder);
      StdioServer server = builder.build();
      return add(id, server.settings(), locked -> {
        StdioServer used = server.with(locked.apply(server.settings()));
        return new McpServer(used.settings(), Connections.scopedStdio(used, System.getenv()));
      });
    }

    /**
     * Adds a server that is reached over Streamable HTTP.
     *
     * @param id  how the application calls it, as for {@link #stdio}
     * @param url its one address, taken as it is
     * @throws IllegalArgumentException if the id is taken or the description is incomplete
     */
    public Builder http(String id, URI url, Consumer<HttpServerBuilder> description) {
      HttpServerBuilder builder = new HttpServerBuilder(id, url);
      description.accept(builder);
      HttpServer server = builder.build();
      return add(id, server.settings(), locked -> {
        HttpServer used = server.with(locked.apply(server.settings()));
        return new McpServer(used.settings(), Connections.scopedHttp(used));
      });
    }

    /**
     * Adds a server that a transport of the application's own reaches.
     *
     * @param transports makes a fresh transport for each connection
     */
    public Builder transport(
        String id,
        Supplier<McpTransport> transports,
        Consumer<TransportServerBuilder> description) {
      TransportServerBuilder builder = new TransportServerBuilder(id);
      description.accept(builder);
      ServerSettings own = builder.settings();
      return add(id, own, locked -> {
        ServerSettings used = locked.apply(own);
        return new McpServer(used, Connections.scoped(used, transports));
      });
    }

    /**
     * Adds the servers of a configuration file.
     *
     * @param more says what their tools are, and whatever else the file cannot say; called with each server's id
     */
    public Builder config(McpConfig config, BiConsumer<String, ServerBuilder<?>> more) {
      config.addTo(this, more);
      return this;
    }

    /**
     * Tells how long sessions were, as {@code mcp.client.session.duration}: give it the {@code OpenTelemetryObserver} of runtime-observability. Revision
     * 2026-07-28 has no sessions. Default: nobody is told.
     */
    public Builder measure(Durations measuredBy) {
      this.durations = measuredBy;
      return this;
    }

    private Builder add(
        String id, ServerSettings own, Function<UnaryOperator<ServerSettings>, McpServer> server) {
      if (described.putIfAbsent(id, server) != null) {
        throw new IllegalArgumentException(
            "there are two MCP servers '" + id + "'; give one of them another id");
      }
      settings.put(id, own);
      return this;
    }

    /** Returns the servers. None is started yet. */
    public McpServers build() {
      Map<String, McpServer> servers = new LinkedHashMap<>();
      described.forEach((id, server) -> {
        Neighbours others = Neighbours.of(id, settings.values());
        servers.put(id, server.apply(known -> lock.apply(known).among(others, durations)));
      });
      return new McpServers(servers);
    }
  }
}
