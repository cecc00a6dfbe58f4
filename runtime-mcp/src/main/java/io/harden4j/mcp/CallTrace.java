package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.tool.Permit;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Facts about a request that go to its span. The names are those of the OpenTelemetry conventions for MCP, which are still in development: they stand here
 * and nowhere else.
 */
final class CallTrace {
  static final String REQUEST_ID = "jsonrpc.request.id";
  static final String RESOURCE = "mcp.resource.uri";
  static final String DURATION = "mcp.client.operation.duration";
  static final String SESSION_DURATION = "mcp.client.session.duration";
  static final String ERROR = "error.type";
  static final String METHOD = "mcp.method.name";
  private static final String STATUS = "rpc.response.status_code";
  private static final String VERSION = "mcp.protocol.version";
  private static final String SESSION = "mcp.session.id";
  private static final String TRANSPORT = "network.transport";
  private static final String ADDRESS = "server.address";
  private static final String PORT = "server.port";

  private CallTrace() {}

  /** Makes a request and tells what and how long it was; a time only if it was sent. */
  static <T> T of(Permit permit, McpSession session, String method, Supplier<T> request) {
    describe(permit, session, method);
    long start = System.nanoTime();
    try {
      T answer = request.get();
      took(permit, start);
      return answer;
    } catch (McpException e) {
      if (e.delivery() != Delivery.NOT_SENT) {
        took(permit, start);
      }
      if (e instanceof McpErrorResponseException answered) {
        permit.attribute(STATUS, String.valueOf(answered.code()));
      }
      throw e;
    }
  }

  private static void took(Permit permit, long start) {
    permit.attribute(DURATION, (System.nanoTime() - start) / 1e9);
  }

  /** Returns what is told of a session: nothing that has many values. */
  static Map<String, String> session(ServerInfo info, McpTransport transport) {
    return Map.of(VERSION, info.protocolVersion(), TRANSPORT, transport.kind());
  }

  private static void describe(Permit permit, McpSession session, String method) {
    permit.attribute(METHOD, method);
    permit.attribute(VERSION, session.info().protocolVersion());
    permit.attribute(TRANSPORT, session.transport().kind());
    session.transport().address().ifPresent(url -> {
      permit.attribute(ADDRESS, String.valueOf(url.getHost()));
      permit.attribute(PORT, (long) port(url));
    });
    String id = session.transport().sessionId();
    if (!id.isEmpty()) {
      permit.attribute(SESSION, id);
    }
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }
}
