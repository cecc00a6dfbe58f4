package io.harden4j.mcp;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * This library's client without the gate, for a comparison with clients that have none. It stands in the client's package because no public signature leads
 * there, on purpose; this module is not published, and an application has no such way.
 */
public final class BareConnection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ManagedConnection connection;
  private final String pin;

  private BareConnection(ManagedConnection connection) {
    this.connection = connection;
    ToolDefinition echo = connection.tools(PATIENCE).tools().get("echo");
    if (echo == null) {
      throw new IllegalStateException("the server has no tool 'echo'");
    }
    this.pin = echo.pin();
  }

  /** Connects to a process. */
  public static BareConnection stdio(List<String> command) {
    StdioServer server =
        new StdioServerBuilder("echo").command(command).limits(limits()).build();
    return new BareConnection(Connections.stdio(server, System.getenv()));
  }

  /** Connects over HTTP. */
  public static BareConnection http(URI url) {
    HttpServer server = new HttpServerBuilder("echo", url)
        .allowPrivateAddresses()
        .limits(limits())
        .build();
    return new BareConnection(Connections.http(server));
  }

  private static McpLimits limits() {
    return McpLimits.DEFAULT.withMaxConcurrentCalls(64);
  }

  /** Calls the tool: pin compared, result typed, output checked, as behind the gate. */
  public String echo(String text) {
    Deadline deadline = Deadline.after(PATIENCE);
    CallRequest request = new CallRequest("echo", pin, "{\"text\":\"" + text + "\"}", "k", "");
    return connection.with(deadline, session -> session.call(request, deadline)).text();
  }

  @Override
  public void close() {
    connection.close();
  }
}
