package io.harden4j.guard.worstcase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One recorded suite: its tools, what users asked for with the right calls and their results, and what attackers want with the calls that would do it.
 *
 * @param changing tools whose call changes something or sends something out; used for the score only, never by the guard
 */
record Suite(
    String name,
    List<Tool> tools,
    Set<String> changing,
    List<UserTask> userTasks,
    List<Attack> attacks) {
  record Tool(String name, String description, JsonNode schema) {}

  record Call(String tool, String arguments, String result) {}

  record UserTask(String id, String prompt, List<Call> calls, int firstExposedCall) {}

  record Attack(String id, List<Call> calls) {}

  /** Returns the suites by name; empty where the data is not there. */
  static Map<String, Suite> all() {
    Map<String, Suite> suites = new TreeMap<>();
    folder().ifPresent(folder -> {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(f -> f.toString().endsWith(".json")).forEach(f -> {
          Suite suite = load(f);
          suites.put(suite.name(), suite);
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return suites;
  }

  /** The folder that HARDEN4J_DATA names, else one beside this project. */
  private static Optional<Path> folder() {
    String named = System.getenv("HARDEN4J_DATA");
    Path base = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Stream<Path> places = named != null && !named.isBlank()
        ? Stream.of(Path.of(named))
        : Stream.of(base.resolve("../../shared/data"), base.resolve("../shared/data"));
    return places
        .map(p -> p.resolve("agentdojo").normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static Suite load(Path file) {
    try {
      JsonNode json = new ObjectMapper().readTree(file.toFile());
      List<Tool> tools = new ArrayList<>();
      Set<String> changing = new HashSet<>();
      for (JsonNode tool : json.path("tools")) {
        tools.add(new Tool(
            tool.path("name").asText(),
            tool.path("description").asText(),
            tool.path("inputSchema")));
        if (tool.path("changesState").asBoolean()) {
          changing.add(tool.path("name").asText());
        }
      }
      List<UserTask> userTasks = new ArrayList<>();
      for (JsonNode task : json.path("userTasks")) {
        userTasks.add(new UserTask(
            task.path("id").asText(),
            task.path("prompt").asText(),
            calls(task),
            task.path("firstExposedCall").asInt()));
      }
      List<Attack> attacks = new ArrayList<>();
      for (JsonNode task : json.path("injectionTasks")) {
        attacks.add(new Attack(task.path("id").asText(), calls(task)));
      }
      return new Suite(json.path("suite").asText(), tools, changing, userTasks, attacks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Call> calls(JsonNode task) {
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : task.path("calls")) {
      calls.add(new Call(
          call.path("tool").asText(),
          call.path("arguments").toString(),
          call.path("result").asText("done")));
    }
    return calls;
  }
}
