package io.harden4j.mcp;

import io.harden4j.tool.ToolDeclaration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to start a server as a child process, and what its tools are. Immutable; made by {@link StdioServerBuilder}.
 *
 * @param id           what the application calls the server: part of every tool's name
 * @param command      program and arguments, without a shell
 * @param directory    where it runs; empty for this process's directory
 * @param environment  variables it is given; copied
 * @param inherited    names of variables it gets from this process beside the harmless ones; copied
 * @param timeout      for one request, unless a tool's declaration is shorter
 * @param startTimeout from start to the end of the handshake
 * @param stopGrace    how long each step of an orderly end may take before the next, harder one
 * @param limits       bounds on what the server may send
 * @param declarations what its tools are, by their own name; others are not shown to models; copied
 * @param pins         expected hash of a tool's definition; copied
 */
record StdioServer(
    String id,
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Set<String> inherited,
    Duration timeout,
    Duration startTimeout,
    Duration stopGrace,
    McpLimits limits,
    Map<String, ToolDeclaration> declarations,
    Map<String, String> pins) {
  StdioServer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    inherited = Set.copyOf(inherited);
    declarations = Map.copyOf(declarations);
    pins = Map.copyOf(pins);
  }

  /** Leaves out the environment: it may hold keys. */
  @Override
  public String toString() {
    return "StdioServer[" + id + ", " + command.get(0) + "]";
  }
}
