package io.harden4j.mcp;

import io.harden4j.observe.Durations;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Describes a server, whatever carries its messages.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ServerBuilder<B extends ServerBuilder<B>>
    permits StdioServerBuilder, HttpServerBuilder, TransportServerBuilder {
  private static final Set<String> LEVELS =
      Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  final String id;
  private Duration timeout = Duration.ofSeconds(30);
  private Duration startTimeout = Duration.ofSeconds(30);
  private McpLimits limits = McpLimits.DEFAULT;
  private final Map<String, ToolDeclaration> declarations = new LinkedHashMap<>();
  private final Map<McpMethod, ToolDeclaration> methods = new EnumMap<>(McpMethod.class);
  private final Map<String, String> pins = new LinkedHashMap<>();
  private ProtocolEra era = ProtocolEra.AUTO;
  private ConnectionScope scope = ConnectionScope.TENANT;
  private Elicitation elicitation = Elicitation.refuse();
  private McpListener listener = McpListener.NONE;
  private String logLevel = "";

  ServerBuilder(String id) {
    this.id = ToolNames.requireServerId(id);
  }

  abstract B self();

  /**
   * Sets the longest wait for one request without an answer or a sign of progress, waiting for a free place included; default 30 s. A tool's declaration
   * bounds the whole call, however much progress there is.
   */
  public B timeout(Duration withoutProgress) {
    timeout = positive("timeout", withoutProgress);
    return self();
  }

  /** Sets the time from start to agreement on a revision; default 30 s. */
  public B startTimeout(Duration time) {
    startTimeout = positive("startTimeout", time);
    return self();
  }

  /** Sets the bounds on what the server may send; default {@link McpLimits#DEFAULT}. */
  public B limits(McpLimits bounds) {
    limits = bounds;
    return self();
  }

  /**
   * Says what a tool <i>is</i>. A tool without a declaration is never shown to a model. Starts from the gravest sink, {@link Sink#EXECUTE}: say what it is.
   *
   * @param tool its name as the server has it
   */
  public B declare(String tool, UnaryOperator<ToolDeclaration> declaration) {
    declarations.put(tool, declaration.apply(ToolDeclaration.of(Sink.EXECUTE)));
    return self();
  }

  /**
   * Lets agents list and read the server's resources, as tools named after the methods ({@code server.resources/read}), each a call through the gate. Starts
   * from {@link Sink#READ} with {@code uri} as an identifier.
   */
  public B resources(UnaryOperator<ToolDeclaration> declaration) {
    ToolDeclaration declared =
        declaration.apply(ToolDeclaration.of(Sink.READ).argument("uri", ArgumentRole.IDENTIFIER));
    methods.put(McpMethod.RESOURCES_LIST, declared);
    methods.put(McpMethod.TEMPLATES_LIST, declared);
    methods.put(McpMethod.RESOURCES_READ, declared);
    methods.put(McpMethod.RESOURCES_SUBSCRIBE, declared);
    methods.put(McpMethod.RESOURCES_UNSUBSCRIBE, declared);
    return self();
  }

  /** Lets agents list and get the server's prompts. Starts from {@link Sink#READ} with {@code name} as an identifier. */
  public B prompts(UnaryOperator<ToolDeclaration> declaration) {
    ToolDeclaration declared =
        declaration.apply(ToolDeclaration.of(Sink.READ).argument("name", ArgumentRole.IDENTIFIER));
    methods.put(McpMethod.PROMPTS_LIST, declared);
    methods.put(McpMethod.PROMPTS_GET, declared);
    return self();
  }

  /** Lets agents ask the server for completions of arguments. Starts from {@link Sink#READ}. */
  public B completions(UnaryOperator<ToolDeclaration> declaration) {
    methods.put(McpMethod.COMPLETE, declaration.apply(ToolDeclaration.of(Sink.READ)));
    return self();
  }

  /**
   * Expects this hash of a tool's definition (name, title, description, schemas, annotations). A tool with another is withheld. Without a pin, the first
   * definition seen is the one that counts until {@link McpServers#close}; a team keeps pins in a file, see {@link McpServers.Builder#lock}.
   *
   * @param sha256 64 hex characters, as {@link io.harden4j.tool.ToolRef#pin} shows them
   */
  public B pin(String tool, String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("the pin of tool '" + tool
          + "' must be 64 hex characters; copy it from the tool's ToolRef.pin()");
    }
    pins.put(tool, sha256);
    return self();
  }

  /** Sets how to begin; default {@link ProtocolEra#AUTO}. */
  public B era(ProtocolEra begins) {
    era = begins;
    return self();
  }

  /** Sets who shares a connection; default {@link ConnectionScope#TENANT}. */
  public B scope(ConnectionScope shared) {
    scope = shared;
    return self();
  }

  /** Sets what becomes of the server's questions; default: refused. */
  public B elicitation(Elicitation answers) {
    elicitation = answers;
    return self();
  }

  /** Hears the server's notices; default: nobody does. */
  public B listener(McpListener hears) {
    listener = hears;
    return self();
  }

  /** Asks the server for log text of this level and above, such as {@code warning}; default: what the server likes. */
  public B logLevel(String least) {
    if (!LEVELS.contains(least)) {
      throw new IllegalArgumentException("log level '" + least + "' is unknown; take one of "
          + LEVELS.stream().sorted().toList());
    }
    logLevel = least;
    return self();
  }

  ServerSettings settings() {
    return new ServerSettings(
        id,
        timeout,
        startTimeout,
        limits,
        declarations,
        methods,
        pins,
        era,
        scope,
        elicitation,
        listener,
        logLevel,
        LockedServer.NONE,
        Neighbours.NONE,
        Durations.NONE);
  }

  Duration positive(String what, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          what + " of server '" + id + "' is " + time + "; give it a positive time");
    }
    return time;
  }
}
