package io.harden4j.cli;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.identity.Principal;
import io.harden4j.mcp.HttpServerBuilder;
import io.harden4j.mcp.McpConfig;
import io.harden4j.mcp.McpServers;
import io.harden4j.mcp.PlannedTool;
import io.harden4j.mcp.ServerBuilder;
import io.harden4j.mcp.ServerSnapshot;
import io.harden4j.mcp.ToolLock;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** MCP servers of a configuration file and the lock beside it. Each use starts the servers and ends them. */
final class OpenServers {
  private static final Principal OPERATOR = Principal.of("operator", "local");
  private static final StateKey<ToolResult> RESULT = StateKey.of("result", ToolResult.class);

  private final McpConfig config;
  private final Path lockFile;
  private final Duration timeout;
  private final boolean privateAddresses;

  private OpenServers(McpConfig config, Path lockFile, Duration timeout, boolean privateAddresses) {
    this.config = config;
    this.lockFile = lockFile;
    this.timeout = timeout;
    this.privateAddresses = privateAddresses;
  }

  /** Reads what a user named. @throws UsageException if it cannot be read */
  static OpenServers of(Arguments arguments) {
    Path file = Arguments.file(arguments.required("config"));
    Path lock = arguments
        .option("lock")
        .map(Arguments::path)
        .orElseGet(() -> file.resolveSibling("mcp.lock.json"));
    try {
      McpConfig config = McpConfig.read(file);
      Optional<String> names = arguments.option("env");
      return new OpenServers(
          names.isPresent() ? config.allowEnv(names.get().split(",", -1)) : config,
          lock,
          Duration.ofSeconds(arguments.number("timeout", 30)),
          arguments.has("allow-private"));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  ToolLock lock() {
    try {
      return ToolLock.read(lockFile);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  void write(ToolLock lock) {
    lock.write(lockFile);
  }

  /** Every server as it is now. @throws io.harden4j.mcp.McpException if one cannot be reached */
  List<ServerSnapshot> snapshots() {
    try (McpServers servers = open(ToolLock.EMPTY, Set.of(), Map.of(), false)) {
      return servers.ids().stream().map(servers::snapshot).toList();
    }
  }

  /** @throws UsageException if there is no such server */
  ServerSnapshot snapshot(String id) {
    if (!config.ids().contains(id)) {
      throw new UsageException("there is no server '" + Shown.line(id)
          + "' in the configuration; there are " + config.ids());
    }
    try (McpServers servers = open(ToolLock.EMPTY, Set.of(), Map.of(), false)) {
      return servers.snapshot(id);
    }
  }

  List<PlannedTool> plan() {
    return plan(Map.of(), Guard.DENY_ALL, OPERATOR);
  }

  /** What a policy would say to somebody with these roles, without a call. Tools are what the policy says they are. */
  List<PlannedTool> plan(PolicyFile policy, Set<String> roles) {
    return plan(policy.tools(), policy.compile(), OPERATOR.withRoles(roles.toArray(String[]::new)));
  }

  private List<PlannedTool> plan(
      Map<String, ToolDeclaration> known, Guard guard, Principal somebody) {
    ToolLock lock = lock();
    Set<String> declared = new TreeSet<>(known.keySet());
    config
        .ids()
        .forEach(id -> lock.server(id)
            .ifPresent(s -> s.tools().keySet().forEach(t -> declared.add(id + "." + t))));
    try (McpServers servers = open(lock, declared, known, true)) {
      return servers.plan(guard, somebody);
    }
  }

  /** Calls one tool as a run would: pinned, past a guard that lets this tool pass and no other, with a permit. */
  ToolResult call(String qualified, String arguments) {
    StateGraph graph = StateGraph.builder("mcp-call")
        .state(RESULT)
        .node("call", ctx -> Update.of(RESULT, ctx.tools().call(qualified, arguments)))
        .start("call")
        .edge("call", StateGraph.END)
        .build();
    Guard only = request -> request.call().tool().qualifiedName().equals(qualified)
        ? new Decision.Allow("named-by-the-operator", request.call(), List.of())
        : new Decision.Deny("other-tool", "NOT_PERMITTED", "no", "the operator named another tool");
    try (McpServers servers = open(lock(), Set.of(qualified), Map.of(), true);
        AgentRuntime runtime =
            AgentRuntime.builder().guard(only).tools(servers::tools).build()) {
      ToolResult result = runtime
          .run(graph, Update.none(), RunOptions.newThread().as(OPERATOR))
          .orThrow()
          .get(RESULT);
      return result.code().equals("UNKNOWN_TOOL") ? blocked(servers, qualified, result) : result;
    }
  }

  private static ToolResult blocked(McpServers servers, String qualified, ToolResult otherwise) {
    return servers.status().stream()
        .flatMap(s -> s.withheld().stream()
            .filter(w -> (s.server() + "." + w.name()).equals(qualified))
            .map(w -> new ToolResult(
                ToolResult.Status.DENIED, "WITHHELD", qualified + ": " + w.reason(), null)))
        .findFirst()
        .orElse(otherwise);
  }

  private McpServers open(
      ToolLock lock, Set<String> declared, Map<String, ToolDeclaration> known, boolean locked) {
    McpServers.Builder builder = McpServers.builder();
    if (locked) {
      builder.lock(lock);
    }
    try {
      return builder
          .config(config, (id, server) -> configure(id, server, declared, known))
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void configure(
      String id,
      ServerBuilder<?> server,
      Set<String> declared,
      Map<String, ToolDeclaration> known) {
    server.timeout(timeout).startTimeout(timeout);
    declared.stream()
        .filter(d -> d.startsWith(id + "."))
        .forEach(d -> server.declare(
            d.substring(id.length() + 1), t -> known.getOrDefault(d, t.timeout(timeout))));
    if (privateAddresses && server instanceof HttpServerBuilder http) {
      http.allowPrivateAddresses();
    }
  }
}
