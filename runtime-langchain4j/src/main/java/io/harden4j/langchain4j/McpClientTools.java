package io.harden4j.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.harden4j.effect.EffectException;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Tools of an existing LangChain4j {@code McpClient}, behind the gate: for applications that have one. Needs {@code langchain4j-mcp}, which this module does not
 * bring. For new code prefer {@code McpServers} of runtime-mcp: this client cannot tell whether a failed request was sent, so that every failure of a tool that
 * changes something is an unknown outcome, and one connection serves all tenants.
 *
 * <p>The definition of a tool that is seen first counts; a call of one that has changed is not made.
 *
 * <p><b>Thread safety.</b> As the client.
 */
public final class McpClientTools {
  /** What the client of 1.18.1-beta28 returns as a successful result when a call timed out. */
  private static final String TIMED_OUT = "There was a timeout executing the tool";

  private final McpClient client;
  private final String server;
  private final Map<String, UnaryOperator<ToolDeclaration>> declarations;
  private final Map<String, String> pins = new ConcurrentHashMap<>();

  private McpClientTools(
      McpClient client, String server, Map<String, UnaryOperator<ToolDeclaration>> declarations) {
    this.client = client;
    this.server = server;
    this.declarations = declarations;
  }

  /**
   * Reads the tools of a client, which stays the application's to close. Leave its {@code toolExecutionTimeoutErrorMessage} as it is: it is how a timeout is
   * told from a result.
   *
   * @param server how policies call it
   */
  public static McpClientTools of(McpClient client, String server) {
    return new McpClientTools(client, server, Map.of());
  }

  /** Says what a tool is; starts from {@link Sink#EXECUTE}. A tool without a declaration is not issued. */
  public McpClientTools declare(String tool, UnaryOperator<ToolDeclaration> declaration) {
    Map<String, UnaryOperator<ToolDeclaration>> more = new LinkedHashMap<>(declarations);
    more.put(tool, declaration);
    return new McpClientTools(client, server, more);
  }

  /**
   * Returns the declared tools as the client lists them now, for {@code AgentRuntime.builder().tools(mine::tools)}. One that changed since it was first seen is
   * left out.
   *
   * @throws ToolDefinitionException if two tools have one name, or a name is none that model APIs accept
   */
  public List<GuardedTool> tools() {
    Map<String, ToolSpecification> listed = listed();
    List<String> faults = new ArrayList<>();
    List<GuardedTool> tools = new ArrayList<>();
    declarations.forEach((name, declaration) -> {
      ToolSpecification specification = listed.get(name);
      String alias = server + "__" + name;
      if (!alias.matches("[A-Za-z0-9_-]{1,64}")) {
        faults.add("'" + alias
            + "' is longer than 64 characters or holds others than A-Z, a-z, 0-9, _ and -");
      } else if (specification != null && isFirstSeen(name, pin(specification))) {
        tools.add(tool(name, alias, specification, declaration));
      }
    });
    if (!faults.isEmpty()) {
      throw new ToolDefinitionException("MCP client '" + server + "'", faults);
    }
    return List.copyOf(tools);
  }

  private boolean isFirstSeen(String name, String pin) {
    return pins.computeIfAbsent(name, n -> pin).equals(pin);
  }

  private Map<String, ToolSpecification> listed() {
    Map<String, ToolSpecification> listed = new TreeMap<>();
    for (ToolSpecification specification : client.listTools()) {
      if (listed.putIfAbsent(specification.name(), specification) != null) {
        throw new ToolDefinitionException(
            "MCP client '" + server + "'",
            List.of("two tools are called '" + specification.name() + "'"));
      }
    }
    return listed;
  }

  private GuardedTool tool(
      String name,
      String alias,
      ToolSpecification specification,
      UnaryOperator<ToolDeclaration> declaration) {
    String pin = pin(specification);
    return new GuardedTool(
        new ToolRef(server, name, pin),
        alias,
        String.valueOf(specification.description()),
        schema(specification),
        declaration.apply(ToolDeclaration.of(Sink.EXECUTE)),
        new Connector(name, pin));
  }

  private static JsonNode schema(ToolSpecification specification) {
    ObjectNode json = CanonicalArguments.parse(specification.toJson()).tree();
    JsonNode parameters = json.path("parameters");
    if (parameters.isObject()) {
      return parameters;
    }
    ObjectNode empty = json.objectNode().put("type", "object");
    empty.putObject("properties");
    return empty;
  }

  private static String pin(ToolSpecification specification) {
    return CanonicalArguments.parse(specification.toJson()).hash();
  }

  /** Makes one permitted call. */
  private final class Connector implements ToolConnector {
    private final String name;
    private final String pin;

    Connector(String name, String pin) {
      this.name = name;
      this.pin = pin;
    }

    @Override
    public ToolResult invoke(Permit permit) {
      ToolSpecification now = listed().get(name);
      if (now == null || !pin(now).equals(pin)) {
        return new ToolResult(
            ToolResult.Status.DENIED,
            "PIN_MISMATCH",
            "This tool is not what it was when it was permitted, so it was not called.",
            null);
      }
      ToolExecutionResult result = client.executeTool(ToolExecutionRequest.builder()
          .name(name)
          .arguments(new String(permit.arguments(), StandardCharsets.UTF_8))
          .build());
      String text = String.valueOf(result.resultText());
      if (text.equals(TIMED_OUT)) {
        throw new EffectException(
            "tool '" + server + "." + name
                + "' timed out in its client; whether it ran is not known",
            null);
      }
      return result.isError() ? ToolResult.error(text) : ToolResult.ok(text);
    }

    @Override
    public boolean isRemote() {
      return true;
    }
  }

  @Override
  public String toString() {
    return "McpClientTools[" + server + ", " + Set.copyOf(declarations.keySet()) + "]";
  }
}
