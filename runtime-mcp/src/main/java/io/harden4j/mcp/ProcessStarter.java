package io.harden4j.mcp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** Starts a server's process, or says why it cannot be started and what to do. */
final class ProcessStarter {
  private ProcessStarter() {}

  static Process start(StdioServer server, Map<String, String> parentEnvironment) {
    ProcessBuilder builder = new ProcessBuilder(server.command());
    builder.environment().clear();
    builder.environment().putAll(ChildEnvironment.of(server, parentEnvironment));
    server.directory().ifPresent(directory -> {
      if (!Files.isDirectory(directory)) {
        throw new McpUnavailableException(
            server.id(), "cannot be started: the directory " + directory + " does not exist");
      }
      builder.directory(directory.toFile());
    });
    try {
      return builder.start();
    } catch (IOException e) {
      throw new McpUnavailableException(
          server.id(), advice(server.command().get(0), e), Duration.ZERO, e);
    }
  }

  private static String advice(String program, IOException e) {
    if (program.contains(File.separator)) {
      return "cannot be started: " + e.getMessage() + ". Check that '" + program
          + "' exists and may be executed";
    }
    return "cannot be started: " + e.getMessage() + ". Is '" + program
        + "' installed and on the PATH of this process? Else give"
        + " command(...) its absolute path";
  }
}
