package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a team has approved of each server, kept in a file that it commits ({@code mcp.lock.json}): name and instructions of the server and the hash of each
 * tool's definition. Whatever differs from it is blocked until somebody approves it; so is a tool that is new, since a rename would get round a hash.
 * Immutable.
 */
public final class ToolLock {
  private static final int FORMAT = 1;

  /** A lock that approves nothing. */
  public static final ToolLock EMPTY = new ToolLock(Map.of());

  private final Map<String, Server> servers;

  private ToolLock(Map<String, Server> servers) {
    this.servers = Collections.unmodifiableMap(new TreeMap<>(servers));
  }

  /**
   * What is approved of one server.
   *
   * @param software     name of its software
   * @param instructions SHA-256 of its instructions, or empty
   * @param tools        hash of each approved tool's definition, by name
   */
  public record Server(String software, String instructions, Map<String, String> tools) {
    /** Copies the map. */
    public Server {
      tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    }
  }

  /**
   * One difference between what is approved and what is there.
   *
   * @param server the server
   * @param kind   what differs
   * @param tool   the tool, or empty where it is the server itself
   * @param before what is approved; empty if nothing is
   * @param after  what is there; empty if nothing is
   */
  public record Change(String server, Kind kind, String tool, String before, String after) {
    /** What differs. */
    public enum Kind {
      /** Nothing of the server is approved. */
      NEW_SERVER,
      /** The server's software has another name. */
      SOFTWARE,
      /** The server's instructions to models differ. */
      INSTRUCTIONS,
      /** A tool that is not approved. */
      NEW_TOOL,
      /** A tool whose definition differs. */
      CHANGED_TOOL,
      /** An approved tool that is not there, or not usable. */
      MISSING_TOOL
    }
  }

  /** Reads a lock; a file that does not exist approves nothing. @throws IllegalArgumentException if it is no lock of a known format */
  public static ToolLock read(Path file) {
    if (!Files.exists(file)) {
      return EMPTY;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return parse(JsonRpc.parse(bytes, bytes.length), file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read as a lock of MCP tools: " + e.getMessage(), e);
    }
  }

  private static ToolLock parse(JsonNode json, Path file) {
    if (json.path("version").asInt() != FORMAT || !json.path("servers").isObject()) {
      throw new IllegalArgumentException(file + " is no lock of MCP tools of version " + FORMAT
          + "; write one with `harden4j mcp lock`");
    }
    Map<String, Server> servers = new LinkedHashMap<>();
    json.path("servers").properties().forEach(e -> {
      Map<String, String> tools = new LinkedHashMap<>();
      e.getValue()
          .path("tools")
          .properties()
          .forEach(t -> tools.put(t.getKey(), t.getValue().asText()));
      servers.put(
          e.getKey(),
          new Server(
              e.getValue().path("software").asText(""),
              e.getValue().path("instructions").asText(""),
              tools));
    });
    return new ToolLock(servers);
  }

  /** Writes the lock, in one step: a reader finds the old one or the new one. */
  public void write(Path file) {
    ObjectNode json = JsonRpc.object().put("version", FORMAT);
    ObjectNode all = json.putObject("servers");
    servers.forEach((id, server) -> {
      ObjectNode one = all.putObject(id);
      one.put("software", server.software()).put("instructions", server.instructions());
      ObjectNode tools = one.putObject("tools");
      server.tools().forEach(tools::put);
    });
    Path target = file.toAbsolutePath();
    try {
      Path fresh = Files.createTempFile(target.getParent(), "mcp.lock", ".tmp");
      Files.write(fresh, (JsonRpc.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the lock " + file + " cannot be written", e);
    }
  }

  /** Returns what is approved of a server. */
  public Optional<Server> server(String id) {
    return Optional.ofNullable(servers.get(id));
  }

  /** Returns this lock with a server as it is now, all of its tools approved. */
  public ToolLock with(ServerSnapshot now) {
    return with(now, now.tools().keySet());
  }

  /**
   * Returns this lock with some of a server's tools approved as they are now; one that is gone is taken out. The server's name and instructions are approved
   * along with them.
   */
  public ToolLock with(ServerSnapshot now, Set<String> tools) {
    Map<String, String> pins =
        new TreeMap<>(server(now.server()).map(Server::tools).orElse(Map.of()));
    for (String tool : tools) {
      ServerSnapshot.Tool there = now.tools().get(tool);
      if (there == null) {
        pins.remove(tool);
      } else {
        pins.put(tool, there.pin());
      }
    }
    Map<String, Server> changed = new TreeMap<>(servers);
    changed.put(now.server(), new Server(now.software(), now.instructions(), pins));
    return new ToolLock(changed);
  }

  /** Returns every difference, the server's own first. */
  public List<Change> changes(ServerSnapshot now) {
    Server approved = servers.get(now.server());
    List<Change> found = new ArrayList<>();
    if (approved == null) {
      found.add(new Change(now.server(), Change.Kind.NEW_SERVER, "", "", now.software()));
      now.tools()
          .forEach((name, tool) ->
              found.add(new Change(now.server(), Change.Kind.NEW_TOOL, name, "", tool.pin())));
      return found;
    }
    compare(found, now.server(), Change.Kind.SOFTWARE, approved.software(), now.software());
    compare(
        found, now.server(), Change.Kind.INSTRUCTIONS, approved.instructions(), now.instructions());
    Map<String, String> pins = new TreeMap<>(approved.tools());
    now.tools().forEach((name, tool) -> {
      String before = pins.remove(name);
      if (before == null) {
        found.add(new Change(now.server(), Change.Kind.NEW_TOOL, name, "", tool.pin()));
      } else if (!before.equals(tool.pin())) {
        found.add(new Change(now.server(), Change.Kind.CHANGED_TOOL, name, before, tool.pin()));
      }
    });
    pins.forEach((name, pin) ->
        found.add(new Change(now.server(), Change.Kind.MISSING_TOOL, name, pin, "")));
    return found;
  }

  private static void compare(
      List<Change> found, String server, Change.Kind kind, String before, String after) {
    if (!before.equals(after)) {
      found.add(new Change(server, kind, "", before, after));
    }
  }
}
