package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that lists MCP servers, as Claude Desktop ({@code mcpServers}) and VS Code ({@code servers}) have it, read as it is. It says how to reach servers,
 * never what their tools are: that is declared in code.
 *
 * <p><b>Variables.</b> {@code ${NAME}} and {@code ${env:NAME}} stand for variables of this process, if {@link #allowEnv} names them: whoever can write the file
 * could else send any key of this process to a server of theirs. Immutable.
 */
public final class McpConfig {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:(env|input):)?([^}]*)}");

  private final Path file;
  private final JsonNode servers;
  private final Map<String, String> environment;
  private final Set<String> allowed;

  private McpConfig(
      Path file, JsonNode servers, Map<String, String> environment, Set<String> allowed) {
    this.file = file;
    this.servers = servers;
    this.environment = environment;
    this.allowed = Set.copyOf(allowed);
  }

  /** Reads a file. @throws IllegalArgumentException if it lists no servers */
  public static McpConfig read(Path file) {
    return read(file, System.getenv());
  }

  static McpConfig read(Path file, Map<String, String> environment) {
    JsonNode json;
    try {
      byte[] bytes = Files.readAllBytes(file);
      json = JsonRpc.parse(bytes, bytes.length);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the MCP configuration " + file + " cannot be read: " + e.getMessage(), e);
    }
    JsonNode servers =
        json.path("mcpServers").isObject() ? json.path("mcpServers") : json.path("servers");
    if (!servers.isObject()) {
      throw new IllegalArgumentException(
          "the MCP configuration " + file + " has neither 'mcpServers' nor 'servers'");
    }
    return new McpConfig(file, servers, environment, Set.of());
  }

  /** Returns this configuration with variables of this process that it may use. */
  public McpConfig allowEnv(String... names) {
    Set<String> more = new LinkedHashSet<>(allowed);
    more.addAll(List.of(names));
    return new McpConfig(file, servers, environment, more);
  }

  /** Returns the ids of its servers: the names in the file, with {@code -} in place of what an id cannot hold; disabled ones are left out. */
  public List<String> ids() {
    return List.copyOf(byId().keySet());
  }

  private Map<String, JsonNode> byId() {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    servers.properties().forEach(e -> {
      if (e.getValue().path("disabled").asBoolean()) {
        return;
      }
      String id = e.getKey()
          .replaceAll("[^A-Za-z0-9_-]+", "-")
          .replaceAll("_{2,}", "_")
          .replaceAll("^[_-]+|[_-]+$", "");
      if (found.putIfAbsent(ToolNames.requireServerId(id), e.getValue()) != null) {
        throw new IllegalArgumentException(
            "two servers in " + file + " would both be called '" + id + "'; rename one of them");
      }
    });
    return found;
  }

  void addTo(McpServers.Builder builder, BiConsumer<String, ServerBuilder<?>> more) {
    byId().forEach((id, entry) -> {
      if (entry.path("url").isTextual()) {
        http(builder, id, entry, more);
      } else if (entry.path("command").isTextual()) {
        builder.stdio(id, s -> {
          stdio(s, entry);
          more.accept(id, s);
        });
      } else {
        throw new IllegalArgumentException(
            "server '" + id + "' in " + file + " has neither a command nor a url");
      }
    });
  }

  private void stdio(StdioServerBuilder server, JsonNode entry) {
    List<String> command = new ArrayList<>();
    command.add(resolved(entry.path("command").asText()));
    entry.path("args").forEach(a -> command.add(resolved(a.asText())));
    server.command(command);
    entry
        .path("env")
        .properties()
        .forEach(e -> server.env(e.getKey(), resolved(e.getValue().asText())));
    if (entry.path("cwd").isTextual()) {
      server.directory(Path.of(resolved(entry.path("cwd").asText())));
    }
    if (entry.has("envFile")) {
      throw new IllegalArgumentException("'envFile' in " + file
          + " is not read; name its variables in 'env' as ${NAME} and allow them");
    }
  }

  private void http(
      McpServers.Builder builder,
      String id,
      JsonNode entry,
      BiConsumer<String, ServerBuilder<?>> more) {
    if (entry.path("type").asText("").equals("sse")) {
      throw new IllegalArgumentException(
          "server '" + id + "' in " + file
              + " uses the HTTP+SSE transport of 2024-11-05, which is not spoken; ask it for Streamable HTTP");
    }
    builder.http(id, URI.create(resolved(entry.path("url").asText())), s -> {
      entry.path("headers").properties().forEach(e -> {
        String value = resolved(e.getValue().asText());
        if (e.getKey().equalsIgnoreCase("authorization") && value.startsWith("Bearer ")) {
          s.tokens(io.harden4j.mcp.auth.TokenProvider.fixed(value.substring("Bearer ".length())));
          s.scope(ConnectionScope.TENANT);
        } else {
          s.header(e.getKey(), value);
        }
      });
      more.accept(id, s);
    });
  }

  private String resolved(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(found ->
        Matcher.quoteReplacement(variable(found.group(2), "input".equals(found.group(1)))));
  }

  private String variable(String name, boolean input) {
    if (input) {
      throw new IllegalArgumentException("'${input:" + name + "}' in " + file
          + " would be asked in an editor; put the value into a variable and write ${" + name
          + "}");
    }
    if (!allowed.contains(name)) {
      throw new IllegalArgumentException(
          "'${" + name + "}' in " + file + " is not allowed; call allowEnv(\"" + name
              + "\") if its servers may see that variable");
    }
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "'${" + name + "}' in " + file + " is not set in this process's environment");
    }
    return value;
  }
}
