package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as the runtime knows it: what models see, what it is, and how to reach it. Immutable.
 *
 * @param ref         identity
 * @param alias       name that models see, unique in a runtime: 1 to 64 characters of {@code [A-Za-z0-9_-]}
 * @param description text that models see
 * @param schema      JSON Schema of the arguments object, not to be changed
 * @param declaration what the tool is
 * @param connector   how to reach it
 */
public record GuardedTool(
    ToolRef ref,
    String alias,
    String description,
    JsonNode schema,
    ToolDeclaration declaration,
    ToolConnector connector) {
  /** Checks the alias. */
  public GuardedTool {
    if (!alias.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("alias '" + alias + "' of tool " + ref.qualifiedName()
          + " must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -: model APIs refuse others");
    }
  }

  /** Returns this tool under another declaration. */
  public GuardedTool withDeclaration(ToolDeclaration newDeclaration) {
    return new GuardedTool(ref, alias, description, schema, newDeclaration, connector);
  }

  @Override
  public String toString() {
    return "GuardedTool[" + ref.qualifiedName() + " as " + alias + ", " + declaration.sink() + "]";
  }
}
