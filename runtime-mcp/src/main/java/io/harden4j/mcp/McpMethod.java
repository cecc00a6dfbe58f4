package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.CanonicalArguments;

/** Requests beside tools/call that agents may be allowed to make. Each is a tool to the gate, with a schema of ours. */
enum McpMethod {
  RESOURCES_LIST("resources/list", "resources", "resources", "Lists the server's resources", "{}"),
  TEMPLATES_LIST(
      "resources/templates/list",
      "resources",
      "resourceTemplates",
      "Lists templates of addresses of the server's resources",
      "{}"),
  RESOURCES_READ(
      "resources/read",
      "resources",
      "",
      "Reads one of the server's resources",
      "{\"uri\":{\"type\":\"string\",\"maxLength\":2000}}"),
  RESOURCES_SUBSCRIBE(
      "resources/subscribe",
      "resources",
      "",
      "Asks the server to tell when a resource changes",
      "{\"uri\":{\"type\":\"string\",\"maxLength\":2000}}"),
  RESOURCES_UNSUBSCRIBE(
      "resources/unsubscribe",
      "resources",
      "",
      "Ends what resources/subscribe began",
      "{\"uri\":{\"type\":\"string\",\"maxLength\":2000}}"),
  PROMPTS_LIST("prompts/list", "prompts", "prompts", "Lists the server's prompts", "{}"),
  PROMPTS_GET(
      "prompts/get",
      "prompts",
      "",
      "Gets one of the server's prompts, filled in",
      "{\"name\":{\"type\":\"string\",\"maxLength\":200},\"arguments\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}"),
  COMPLETE(
      "completion/complete",
      "completions",
      "",
      "Asks the server how an argument of a prompt or a template may go on",
      "{\"ref\":{\"type\":\"object\",\"properties\":{\"type\":{\"enum\":[\"ref/prompt\",\"ref/resource\"]},\"name\":{\"type\":\"string\"},"
          + "\"uri\":{\"type\":\"string\"}},\"required\":[\"type\"]},\"argument\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
          + "\"value\":{\"type\":\"string\"}},\"required\":[\"name\",\"value\"]},\"context\":{\"type\":\"object\",\"properties\":{\"arguments\":"
          + "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}}");

  private final String wire;
  private final String capability;
  private final String pages;
  private final String description;
  private final String schema;

  McpMethod(String wire, String capability, String pages, String description, String properties) {
    this.wire = wire;
    this.capability = capability;
    this.pages = pages;
    this.description = description;
    String required = switch (wire) {
      case "resources/read", "resources/subscribe", "resources/unsubscribe" -> "[\"uri\"]";
      case "prompts/get" -> "[\"name\"]";
      case "completion/complete" -> "[\"ref\",\"argument\"]";
      default -> "[]";
    };
    this.schema = "{\"type\":\"object\",\"properties\":" + properties + ",\"required\":" + required
        + ",\"additionalProperties\":false}";
  }

  /** Returns the protocol's name of it, which is also the tool's name. */
  String wire() {
    return wire;
  }

  /** Returns the capability that a server with it declares. */
  String capability() {
    return capability;
  }

  /** Returns the name of the list whose pages it returns, or nothing. */
  String pages() {
    return pages;
  }

  String description() {
    return description;
  }

  JsonNode schema() {
    return JsonRpc.tree(schema);
  }

  /** Returns the hash that stands for its definition, which is ours. */
  String pin() {
    return CanonicalArguments.parse(schema).hash();
  }

  /** Says whether a tool of a server may not be called that. */
  static boolean isReserved(String name) {
    for (McpMethod method : values()) {
      if (method.wire.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
