package io.harden4j.mcp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to start a server as a child process. Immutable; made by {@link StdioServerBuilder}.
 *
 * @param settings    what holds for a server of any transport
 * @param command     program and arguments, without a shell
 * @param directory   where it runs; empty for this process's directory
 * @param environment variables it is given; copied
 * @param inherited   names of variables it gets from this process beside the harmless ones; copied
 * @param stopGrace   how long each step of an orderly end may take before the next, harder one
 */
record StdioServer(
    ServerSettings settings,
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Set<String> inherited,
    Duration stopGrace) {
  StdioServer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    inherited = Set.copyOf(inherited);
  }

  String id() {
    return settings.id();
  }

  StdioServer with(ServerSettings changed) {
    return new StdioServer(changed, command, directory, environment, inherited, stopGrace);
  }

  McpLimits limits() {
    return settings.limits();
  }

  /** Leaves out the environment: it may hold keys. */
  @Override
  public String toString() {
    return "StdioServer[" + id() + ", " + command.get(0) + "]";
  }
}
