package io.harden4j.tool;

/**
 * Names a tool. Two tools are the same if all three parts are; the alias that models see is derived and never parsed back.
 *
 * @param server where it lives: an MCP server's id, or the name of a group of local tools
 * @param name   its own name
 * @param pin    hash of its definition, so that a changed definition is another tool; empty where the definition is the application's own code
 */
public record ToolRef(String server, String name, String pin) {
  /** Checks the names. */
  public ToolRef {
    if (server.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException(
          "a tool needs a server and a name: '" + server + "', '" + name + "'");
    }
  }

  /** Returns {@code server.name}, the form policies use. */
  public String qualifiedName() {
    return server + "." + name;
  }

  /** Says whether this is the tool's {@link #qualifiedName}. */
  public boolean isNamed(String qualifiedName) {
    return qualifiedName.length() == server.length() + 1 + name.length()
        && qualifiedName.startsWith(server)
        && qualifiedName.charAt(server.length()) == '.'
        && qualifiedName.endsWith(name);
  }
}
