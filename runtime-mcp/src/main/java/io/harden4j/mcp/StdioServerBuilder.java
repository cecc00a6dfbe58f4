package io.harden4j.mcp;

import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Describes a server that is started as a child process and spoken to over its standard input and output.
 *
 * <p><b>Environment.</b> Starts empty. The child gets PATH, HOME, LANG, TMPDIR and the like, what {@link #inheritEnv} names, and what {@link #env} sets.
 */
public final class StdioServerBuilder {
  private final String id;
  private List<String> command = List.of();
  private Optional<Path> directory = Optional.empty();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Set<String> inherited = new LinkedHashSet<>();
  private Duration timeout = Duration.ofSeconds(30);
  private Duration startTimeout = Duration.ofSeconds(30);
  private Duration stopGrace = Duration.ofSeconds(2);
  private McpLimits limits = McpLimits.DEFAULT;
  private final Map<String, ToolDeclaration> declarations = new LinkedHashMap<>();
  private final Map<String, String> pins = new LinkedHashMap<>();

  StdioServerBuilder(String id) {
    this.id = ToolNames.requireServerId(id);
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

  /** Sets the time for one request, waiting included; default 30 s. A shorter time in a tool's declaration wins. */
  public StdioServerBuilder timeout(Duration perRequest) {
    timeout = positive("timeout", perRequest);
    return this;
  }

  /** Sets the time from start to the end of the handshake; default 30 s. */
  public StdioServerBuilder startTimeout(Duration time) {
    startTimeout = positive("startTimeout", time);
    return this;
  }

  /** Sets how long each step of stopping may take (input closed, then asked to end, then killed); default 2 s. */
  public StdioServerBuilder stopGrace(Duration time) {
    stopGrace = positive("stopGrace", time);
    return this;
  }

  /** Sets the bounds on what the server may send; default {@link McpLimits#DEFAULT}. */
  public StdioServerBuilder limits(McpLimits bounds) {
    limits = bounds;
    return this;
  }

  /**
   * Says what a tool <i>is</i>. A tool without a declaration is never shown to a model. Starts from the gravest sink, {@link Sink#EXECUTE}: say what it is.
   *
   * @param tool its name as the server has it
   */
  public StdioServerBuilder declare(String tool, UnaryOperator<ToolDeclaration> declaration) {
    declarations.put(tool, declaration.apply(ToolDeclaration.of(Sink.EXECUTE)));
    return this;
  }

  /**
   * Expects this hash of a tool's definition (name, title, description, schemas, annotations). A tool with another is withheld. Without a pin, the first
   * definition seen is the one that counts until {@link McpServers#close}.
   *
   * @param sha256 64 hex characters, as {@link io.harden4j.tool.ToolRef#pin} shows them
   */
  public StdioServerBuilder pin(String tool, String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("the pin of tool '" + tool
          + "' must be 64 hex characters; copy it from the tool's ToolRef.pin()");
    }
    pins.put(tool, sha256);
    return this;
  }

  StdioServer build() {
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "server '" + id
              + "' has no command; give it one, for example command(\"java\", \"-jar\", \"server.jar\")");
    }
    return new StdioServer(
        id,
        command,
        directory,
        environment,
        inherited,
        timeout,
        startTimeout,
        stopGrace,
        limits,
        declarations,
        pins);
  }

  private Duration positive(String what, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          what + " of server '" + id + "' is " + time + "; give it a positive time");
    }
    return time;
  }
}
