package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Arguments that a tool wants mirrored into HTTP headers ({@code x-mcp-header}, MCP 2026-07-28, "Custom Headers from Tool Parameters"). A tool that declares
 * one wrongly is not usable over HTTP: what a proxy reads in a header must be what the server reads in the body.
 */
final class ToolHeaders {
  private static final String KEYWORD = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> PRIMITIVE = Set.of("string", "integer", "boolean");

  private final Map<String, List<String>> paths = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private String problem = "";

  private ToolHeaders() {}

  /** Returns why a schema's headers are unusable, or nothing. */
  static String problem(JsonNode schema) {
    return read(schema).problem;
  }

  /** Returns the headers of one call. */
  static Map<String, String> of(JsonNode schema, JsonNode arguments) {
    ToolHeaders declared = read(schema);
    Map<String, String> headers = new LinkedHashMap<>();
    declared.paths.forEach((name, path) -> {
      JsonNode value = arguments;
      for (String step : path) {
        value = value.path(step);
      }
      if (value.isValueNode() && !value.isNull()) {
        headers.put("Mcp-Param-" + name, HeaderValues.encode(value.asText()));
      }
    });
    return headers;
  }

  private static ToolHeaders read(JsonNode schema) {
    ToolHeaders headers = new ToolHeaders();
    headers.walk(schema, List.of(), true);
    return headers;
  }

  /** @param reachable whether only {@code properties} led here */
  private void walk(JsonNode schema, List<String> path, boolean reachable) {
    if (schema.isArray()) {
      schema.forEach(s -> walk(s, path, false));
      return;
    }
    if (schema.has(KEYWORD)) {
      add(schema, path, reachable && !path.isEmpty());
    }
    schema.properties().forEach(entry -> {
      boolean properties =
          entry.getKey().equals("properties") && entry.getValue().isObject();
      if (properties) {
        entry
            .getValue()
            .properties()
            .forEach(p -> walk(p.getValue(), with(path, p.getKey()), reachable));
      } else if (entry.getValue().isContainerNode() && !VALUES.contains(entry.getKey())) {
        walk(entry.getValue(), path, false);
      }
    });
  }

  private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");

  private void add(JsonNode schema, List<String> path, boolean reachable) {
    JsonNode declared = schema.get(KEYWORD);
    String name = declared.asText("");
    if (!declared.isTextual() || !TOKEN.matcher(name).matches()) {
      fault("a header name that HTTP does not allow");
    } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
      fault("the header '" + name + "' twice");
    } else if (!PRIMITIVE.contains(schema.path("type").asText(""))) {
      fault("the header '" + name + "' on a property that is no string, integer or boolean");
    } else if (!reachable) {
      fault("the header '" + name + "' on a value that not only properties lead to");
    } else {
      paths.put(name, path);
    }
  }

  private void fault(String what) {
    if (problem.isEmpty()) {
      problem = "its schema declares " + what;
    }
  }

  private static List<String> with(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
