package io.harden4j.mcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Connections to {@link FaultServer} processes. */
final class TestServers {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  static {
    // Every fault is provoked here; its warning would only hide others.
    ((Logger) LoggerFactory.getLogger("io.harden4j.mcp")).setLevel(Level.ERROR);
  }

  private TestServers() {}

  static List<String> command(String mode) {
    return command(FaultServer.class, mode);
  }

  static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx96m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static ManagedConnection start(String mode) {
    return start(mode, s -> {});
  }

  static ManagedConnection start(String mode, Consumer<StdioServerBuilder> more) {
    return start(more.andThen(s -> s.command(command(mode))), System.getenv());
  }

  static ManagedConnection start(
      Consumer<StdioServerBuilder> configure, Map<String, String> parentEnvironment) {
    StdioServerBuilder builder = new StdioServerBuilder("faults").stopGrace(Duration.ofMillis(500));
    configure.accept(builder);
    return Connections.stdio(builder.build(), parentEnvironment);
  }

  /** Calls a tool under the pin that it has now. */
  static CallResult call(
      McpConnection connection, String tool, String arguments, Duration timeout) {
    ToolDefinition definition = connection.tools(PATIENCE).tools().get(tool);
    return send(
        connection, new CallRequest(tool, definition.pin(), arguments, "key-1", ""), timeout);
  }

  /** Makes a call as it stands. */
  static CallResult send(McpConnection connection, CallRequest request, Duration timeout) {
    return send(connection, request, Deadline.after(timeout));
  }

  static CallResult send(McpConnection connection, CallRequest request, Deadline deadline) {
    return connection.with(deadline, session -> session.call(request, deadline));
  }

  static CallResult call(McpConnection connection, String tool) {
    return call(connection, tool, "{}", PATIENCE);
  }
}
