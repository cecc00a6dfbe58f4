package io.harden4j.mcp;

import io.harden4j.mcp.McpServerStatus.WithheldTool;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One server with its declarations and pins: makes guarded tools of what is both declared and as expected. Thread-safe. */
final class McpServer implements AutoCloseable {
  private final String id;
  private final McpConnection connection;
  private final Duration timeout;
  private final Map<String, ToolDeclaration> declarations;
  private final Map<String, String> pins;
  private final ToolConnector connector;
  private volatile List<WithheldTool> withheld = List.of();
  private volatile String listingFailure = "";

  McpServer(StdioServer server, McpConnection connection) {
    this.id = server.id();
    this.connection = connection;
    this.timeout = server.timeout();
    this.declarations = new TreeMap<>(server.declarations());
    this.pins = new ConcurrentHashMap<>(server.pins());
    this.connector = new McpToolConnector(id, connection, timeout);
  }

  /**
   * Returns the tools that may be shown to models, by name.
   *
   * @throws McpException if the server cannot be reached or its list is unusable
   */
  List<GuardedTool> tools() {
    ToolListing listing;
    try {
      listing = connection.tools(timeout);
    } catch (McpException e) {
      listingFailure = Texts.withoutPrefix(e);
      throw e;
    }
    List<GuardedTool> usable = new ArrayList<>();
    List<WithheldTool> kept = new ArrayList<>(listing.withheld());
    declarations.forEach((name, declaration) -> {
      ToolDefinition definition = listing.tools().get(name);
      String problem = definition == null
          ? "it is declared, but the server has no usable tool of that name"
          : pinProblem(definition);
      if (definition != null && problem.isEmpty()) {
        usable.add(guarded(definition, declaration));
      } else {
        kept.add(new WithheldTool(name, problem));
      }
    });
    undeclared(listing)
        .forEach(name -> kept.add(new WithheldTool(
            name,
            "it is not declared; declare(\"" + name + "\", d -> d.sink(...)) if agents need it")));
    withheld = List.copyOf(kept);
    listingFailure = "";
    return List.copyOf(usable);
  }

  private List<String> undeclared(ToolListing listing) {
    return listing.tools().keySet().stream()
        .filter(name -> !declarations.containsKey(name))
        .sorted()
        .toList();
  }

  /** The first definition seen counts, unless the application named another: a server cannot change a tool behind an agent's back. */
  private String pinProblem(ToolDefinition definition) {
    String expected = pins.computeIfAbsent(definition.name(), name -> definition.pin());
    return expected.equals(definition.pin())
        ? ""
        : "its definition is not the expected one: pin " + definition.pin() + " instead of "
            + expected;
  }

  private GuardedTool guarded(ToolDefinition definition, ToolDeclaration declaration) {
    return new GuardedTool(
        new ToolRef(id, definition.name(), definition.pin()),
        ToolNames.alias(id, definition.name()),
        definition.description(),
        definition.inputSchema(),
        declaration,
        connector);
  }

  String instructions() {
    return connection.info().instructions();
  }

  McpServerStatus status() {
    McpServerStatus now = connection.status();
    return new McpServerStatus(
        now.server(),
        now.state(),
        now.reason().isEmpty() ? listingFailure : now.reason(),
        now.protocolVersion(),
        now.softwareName(),
        now.starts(),
        withheld,
        now.traffic());
  }

  @Override
  public void close() {
    connection.close();
  }
}
