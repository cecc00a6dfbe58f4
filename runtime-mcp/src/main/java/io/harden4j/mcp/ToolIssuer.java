package io.harden4j.mcp;

import io.harden4j.mcp.McpServerStatus.WithheldTool;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes guarded tools of what a server lists, the application declared, and the pins confirm. Thread-safe. */
final class ToolIssuer {
  private final String server;
  private final ToolConnector connector;
  private final Map<String, ToolDeclaration> declarations;
  private final Map<String, String> pins;
  private final LockedServer locked;
  private final Neighbours neighbours;
  private final Set<String> pinnedByName;
  private final List<GuardedTool> methods;

  ToolIssuer(ServerSettings settings, ScopedConnections connections) {
    this.server = settings.id();
    this.connector = new McpToolConnector(settings, connections);
    this.declarations = new TreeMap<>(settings.declarations());
    this.pins = new ConcurrentHashMap<>(settings.pins());
    this.locked = settings.locked();
    this.neighbours = settings.neighbours();
    this.pinnedByName = settings.pins().keySet();
    this.methods = new ArrayList<>();
    new TreeMap<>(settings.methods())
        .forEach((method, declaration) -> methods.add(new GuardedTool(
            new ToolRef(server, method.wire(), method.pin()),
            ToolNames.alias(server, method.wire()),
            method.description(),
            method.schema(),
            declaration,
            new McpMethodConnector(settings, connections, method, RoundAnswers.NONE))));
  }

  IssuedTools issue(ToolListing listing) {
    List<GuardedTool> usable = new ArrayList<>(methods);
    List<WithheldTool> withheld = new ArrayList<>(listing.withheld());
    declarations.forEach((name, declaration) -> {
      ToolDefinition definition = listing.tools().get(name);
      String problem = definition == null
          ? "it is declared, but the server has no usable tool of that name"
          : problem(definition);
      if (definition != null && problem.isEmpty()) {
        usable.add(guarded(definition, declaration));
      } else {
        withheld.add(new WithheldTool(name, problem));
      }
    });
    listing.tools().keySet().stream()
        .filter(name -> !declarations.containsKey(name))
        .sorted()
        .forEach(name -> withheld.add(new WithheldTool(
            name,
            "it is not declared; say what it is with declare(\"" + name
                + "\", d -> d.sink(...)) if agents need it")));
    return new IssuedTools(listing, usable, withheld);
  }

  private String problem(ToolDefinition definition) {
    String quarantined = pinnedByName.contains(definition.name())
        ? ""
        : neighbours.problem(definition, declarations.keySet());
    return quarantined.isEmpty() ? pinProblem(definition) : quarantined;
  }

  /** The first definition seen counts, unless the application named another: a server cannot change a tool behind an agent's back. */
  private String pinProblem(ToolDefinition definition) {
    String blocked = locked.problem(definition);
    if (!blocked.isEmpty()) {
      return blocked;
    }
    String expected = pins.computeIfAbsent(definition.name(), name -> definition.pin());
    return expected.equals(definition.pin())
        ? ""
        : "its definition is not the expected one: pin " + definition.pin() + " instead of "
            + expected;
  }

  private GuardedTool guarded(ToolDefinition definition, ToolDeclaration declaration) {
    return new GuardedTool(
        new ToolRef(server, definition.name(), definition.pin()),
        ToolNames.alias(server, definition.name()),
        definition.description(),
        definition.inputSchema(),
        declaration,
        connector);
  }
}
