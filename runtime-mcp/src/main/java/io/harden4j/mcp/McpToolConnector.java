package io.harden4j.mcp;

import io.harden4j.effect.TransientException;
import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolResult.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Performs permitted calls at one server: the only code of this module that sends a tools/call. */
final class McpToolConnector implements ToolConnector {
  private final String server;
  private final McpConnection connection;
  private final Duration longest;

  McpToolConnector(String server, McpConnection connection, Duration longest) {
    this.server = server;
    this.connection = connection;
    this.longest = longest;
  }

  @Override
  public ToolResult invoke(Permit permit) {
    if (!permit.tool().server().equals(server)) {
      throw new IllegalArgumentException(
          permit + " was handed to the connector of server '" + server + "'");
    }
    CallRequest request = new CallRequest(
        permit.tool().name(),
        permit.tool().pin(),
        new String(permit.arguments(), StandardCharsets.UTF_8),
        permit.idempotencyKey(),
        permit.traceparent());
    Duration timeout = permit.timeout().compareTo(longest) < 0 ? permit.timeout() : longest;
    try {
      return toToolResult(connection.call(request, timeout));
    } catch (PinMismatchException e) {
      return new ToolResult(
          Status.DENIED,
          "PIN_MISMATCH",
          "This tool is not what it was when it was permitted, so it was not called.",
          null);
    } catch (McpErrorResponseException e) {
      return refusal(e);
    } catch (McpException e) {
      throw known(e);
    }
  }

  /** A request that the server refuses ran no tool, and a model can mend it. Any other error may have come half-way. */
  private static ToolResult refusal(McpErrorResponseException e) {
    if (!e.isRefusal()) {
      throw e;
    }
    return new ToolResult(
        Status.TOOL_ERROR,
        "MCP_REFUSED",
        "The server refused the call (" + e.code() + "): " + e.serverMessage(),
        null);
  }

  private static RuntimeException known(McpException e) {
    boolean safe = e.delivery() == Delivery.NOT_SENT && !(e instanceof McpCancelledException);
    return safe ? new TransientException(String.valueOf(e.getMessage()), e) : e;
  }

  private static ToolResult toToolResult(CallResult result) {
    List<String> faults = result.outputFaults();
    if (!faults.isEmpty()) {
      return new ToolResult(
          Status.TOOL_ERROR,
          "INVALID_OUTPUT",
          "The tool ran, but its result does not fit its own schema and is withheld: "
              + String.join("; ", faults),
          null);
    }
    if (result.isError()) {
      return ToolResult.error(result.text());
    }
    return ToolResult.ok(
        result.text(), result.structured() == null ? null : result.structured().toString());
  }
}
