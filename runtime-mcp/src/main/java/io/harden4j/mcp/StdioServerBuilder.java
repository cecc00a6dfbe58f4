package io.harden4j.mcp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a server that is started as a child process and spoken to over its standard input and output.
 *
 * <p><b>Environment.</b> Starts empty. The child gets PATH, HOME, LANG, TMPDIR and the like, what {@link #inheritEnv} names, and what {@link #env} sets.
 */
public final class StdioServerBuilder extends ServerBuilder<StdioServerBuilder> {
  private List<String> command = List.of();
  private Optional<Path> directory = Optional.empty();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Set<String> inherited = new LinkedHashSet<>();
  private Duration stopGrace = Duration.ofSeconds(2);

  StdioServerBuilder(String id) {
    super(id);
  }

  @Override
  StdioServerBuilder self() {
    return this;
  }

  /** Sets the program and its arguments. No shell reads them, so nothing needs quoting. Required. */
  public StdioServerBuilder command(String... programAndArguments) {
    return command(Arrays.asList(programAndArguments));
  }

  /** Sets the program and its arguments. */
  public StdioServerBuilder command(List<String> programAndArguments) {
    command = List.copyOf(programAndArguments);
    return this;
  }

  /** Sets the directory it runs in; default: this process's. */
  public StdioServerBuilder directory(Path workingDirectory) {
    directory = Optional.of(workingDirectory);
    return this;
  }

  /** Gives it a variable. */
  public StdioServerBuilder env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Lets it see these variables of this process. If one is not set, the server is not started. */
  public StdioServerBuilder inheritEnv(String... names) {
    inherited.addAll(Arrays.asList(names));
    return this;
  }

  /** Sets how long each step of stopping may take (input closed, then asked to end, then killed); default 2 s. */
  public StdioServerBuilder stopGrace(Duration time) {
    stopGrace = positive("stopGrace", time);
    return this;
  }

  StdioServer build() {
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "server '" + id
              + "' has no command; give it one, for example command(\"java\", \"-jar\", \"server.jar\")");
    }
    return new StdioServer(settings(), command, directory, environment, inherited, stopGrace);
  }
}
