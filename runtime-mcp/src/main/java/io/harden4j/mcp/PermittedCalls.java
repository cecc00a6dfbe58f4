package io.harden4j.mcp;

import io.harden4j.effect.TransientException;
import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolResult.Status;
import java.util.function.Supplier;

/** What is the same for every permitted request: whose permit it is, and what a failure says about its outcome. */
final class PermittedCalls {
  private PermittedCalls() {}

  static ToolResult perform(ServerSettings settings, Permit permit, Supplier<ToolResult> call) {
    if (!permit.tool().server().equals(settings.id())) {
      throw new IllegalArgumentException(
          permit + " was handed to the connector of server '" + settings.id() + "'");
    }
    try {
      return call.get();
    } catch (PinMismatchException e) {
      return new ToolResult(
          Status.DENIED,
          "PIN_MISMATCH",
          "This tool is not what it was when it was permitted, so it was not called.",
          null);
    } catch (McpErrorResponseException e) {
      return refusal(e);
    } catch (McpHttpStatusException e) {
      if (e.isRefusal() && e.delivery() != Delivery.NOT_SENT) {
        return refused("HTTP " + e.status());
      }
      throw known(e);
    } catch (McpException e) {
      throw known(e);
    }
  }

  /** A request that the server refuses ran no tool, and a model can mend it. Any other error may have come half-way. */
  private static ToolResult refusal(McpErrorResponseException e) {
    if (!e.isRefusal()) {
      throw e;
    }
    return refused(e.code() + "): " + e.serverMessage());
  }

  private static ToolResult refused(String why) {
    boolean told = why.contains("): ");
    return new ToolResult(
        Status.TOOL_ERROR,
        "MCP_REFUSED",
        "The server refused the call (" + why + (told ? "" : ")"),
        null);
  }

  private static RuntimeException known(McpException e) {
    boolean safe = e.delivery() == Delivery.NOT_SENT && !(e instanceof McpCancelledException);
    return safe ? new TransientException(String.valueOf(e.getMessage()), e) : e;
  }
}
