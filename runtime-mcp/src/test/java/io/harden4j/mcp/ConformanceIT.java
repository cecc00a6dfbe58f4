package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.mcp.server.GraphServerMain;
import io.harden4j.mcp.server.HttpEndpoint;
import io.harden4j.run.AgentRuntime;
import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance suite of the protocol against this client: the released one with all of its client scenarios, and the coming one with those of 2026-07-28.
 * Needs Node 22 and the suites, which {@code .ci/run} installs; without them the tests say so and are skipped. What may fail stands in
 * {@code conformance-baseline.txt}, which only shrinks.
 */
class ConformanceIT {
  private static final int RELEASED = 26;
  /** Those that a server with tools alone can be asked; the others want resources, prompts, or tools that only their own test server has. */
  private static final List<String> SERVER = List.of(
      "server-initialize",
      "ping",
      "tools-list",
      "tools-call-simple-text",
      "tools-call-error",
      "dns-rebinding-protection");

  /** Those of the coming suite, likewise. What one of them asks of tools that only its own test server has is told check by check. */
  private static final List<String> COMING_SERVER = List.of(
      "server-stateless",
      "tools-list",
      "tools-call-simple-text",
      "tools-call-error",
      "dns-rebinding-protection",
      "caching",
      "http-header-validation",
      "http-custom-header-server-validation",
      "server-sse-multiple-streams",
      "input-required-result-unsupported-methods");

  private static final Pattern NAME = Pattern.compile("^\\s+- (\\S+) \\[([^\\]]*)]");

  @Test
  void passes_the_suite_as_far_as_the_baseline_says(@TempDir Path folder) throws Exception {
    String node = System.getenv("HARDEN4J_NODE_22");
    Suite released = new Suite("", System.getenv("HARDEN4J_MCP_CONFORMANCE"));
    Suite coming = new Suite("alpha/", System.getenv("HARDEN4J_MCP_CONFORMANCE_ALPHA"));
    boolean there = node != null && Files.isExecutable(Path.of(node)) && released.isThere();
    if (!there) {
      String reason = "needs HARDEN4J_NODE_22 and HARDEN4J_MCP_CONFORMANCE, as .ci/run sets them";
      System.out.println("skipped: " + reason);
      Evidence.of("conformance")
          .skipped(RELEASED)
          .put("scenarios", RELEASED)
          .put("reason", reason)
          .write();
      assumeTrue(false, reason);
    }
    Map<String, String> failures = new TreeMap<>();
    List<String> ran = run(node, released, released.names(node, ""), folder, failures);
    List<String> ranComing = coming.isThere()
        ? run(node, coming, coming.names(node, "2026-07-28"), folder, failures)
        : List.of();

    List<String> ranServer = new ArrayList<>();
    List<String> ranComingServer = new ArrayList<>();
    try (AgentRuntime runtime = AgentRuntime.builder().build();
        HttpEndpoint endpoint = GraphServerMain.open(runtime, 0)) {
      for (String scenario : SERVER) {
        ranServer.add(scenario);
        judgedServer(node, released, scenario, endpoint.url().toString(), folder)
            .forEach((check, why) -> failures.put("server/" + scenario + "/" + check, why));
      }
      for (String scenario : coming.isThere() ? COMING_SERVER : List.<String>of()) {
        ranComingServer.add(scenario);
        judgedServer(node, coming, scenario, endpoint.url().toString(), folder)
            .forEach((check, why) -> failures.put("alpha-server/" + scenario + "/" + check, why));
      }
    }
    record(ran, ranComing, ranServer, ranComingServer, failures);
    assertThat(ran).hasSize(RELEASED);
    List<String> baseline = coming.isThere()
        ? baseline()
        : baseline().stream().filter(b -> !b.startsWith("alpha")).toList();
    assertThat(failures.keySet().stream().filter(f -> !baseline.contains(f)))
        .as("scenarios that fail and are not in the baseline: %s", failures)
        .isEmpty();
    assertThat(baseline.stream().filter(b -> !failures.containsKey(b)))
        .as("scenarios that pass now: take them out of the baseline")
        .isEmpty();
  }

  /** Scenarios that failed beside another one, and why: the suite has timeouts of its own. Each is judged by a second run, alone. */
  private final Map<String, String> again = new TreeMap<>();

  private record Suite(String prefix, String script) {
    boolean isThere() {
      return script != null && Files.isRegularFile(Path.of(script));
    }

    /** Returns the client scenarios of a revision, or all. */
    List<String> names(String node, String revision) throws Exception {
      Process list =
          new ProcessBuilder(node, script, "list").redirectErrorStream(true).start();
      String text = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> names = new ArrayList<>();
      boolean clients = false;
      for (String line : text.split("\n", -1)) {
        if (line.contains("scenarios (")) {
          clients = line.startsWith("Client");
        }
        Matcher matcher = NAME.matcher(line);
        if (clients && matcher.find() && matcher.group(2).contains(revision)) {
          names.add(matcher.group(1));
        }
      }
      return names;
    }
  }

  private List<String> run(
      String node, Suite suite, List<String> names, Path folder, Map<String, String> failures)
      throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    List<Future<String>> reasons = new ArrayList<>();
    for (String name : names) {
      Callable<String> scenario = () -> judged(node, suite, name, folder);
      reasons.add(two.submit(scenario));
    }
    for (int i = 0; i < names.size(); i++) {
      String reason = reasons.get(i).get(120, TimeUnit.SECONDS);
      if (!reason.isEmpty()) {
        again.put(names.get(i), reason);
      }
    }
    two.shutdownNow();
    for (String name : again.keySet().stream().filter(names::contains).toList()) {
      String reason = judged(node, suite, name, folder.resolve("again"));
      if (!reason.isEmpty()) {
        failures.put(suite.prefix() + name, reason);
      }
    }
    return names;
  }

  /** Returns why a scenario failed, or nothing. */
  private static String judged(String node, Suite suite, String name, Path folder)
      throws Exception {
    Path out = folder.resolve(suite.prefix() + name);
    Files.createDirectories(out);
    List<String> command = new ArrayList<>(List.of(node, suite.script(), "client", "--command"));
    command.add(String.join(" ", TestServers.command(ConformanceClient.class)));
    command.addAll(List.of("--scenario", name, "-o", out.toString()));
    if (!suite.prefix().isEmpty()) {
      command.addAll(List.of("--spec-version", "2026-07-28"));
    }
    Path log = out.resolve("log.txt");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "no end within 100 s";
    }
    return process.exitValue() == 0 ? "" : reason(out, log);
  }

  /** Returns the checks that failed, each with its reason. */
  private static Map<String, String> judgedServer(
      String node, Suite suite, String name, String url, Path folder) throws Exception {
    Path out = folder.resolve("server-" + suite.prefix() + name);
    Files.createDirectories(out);
    Path log = out.resolve("log.txt");
    List<String> command = new ArrayList<>(List.of(
        node, suite.script(), "server", "--url", url, "--scenario", name, "-o", out.toString()));
    if (!suite.prefix().isEmpty()) {
      command.addAll(List.of("--spec-version", "2026-07-28"));
    }
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Map.of("end", "no end within 60 s");
    }
    Map<String, String> failed = failedChecks(out);
    return process.exitValue() == 0 || !failed.isEmpty() ? failed : Map.of("exit", tail(log));
  }

  private static Map<String, String> failedChecks(Path out) throws IOException {
    Map<String, String> failed = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(f -> f.endsWith("checks.json")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (JsonNode check : JsonRpc.parse(bytes, bytes.length)) {
          if (check.path("status").asText().equals("FAILURE")) {
            failed.put(
                check.path("id").asText(),
                check.path("errorMessage").asText(check.path("description").asText()));
          }
        }
      }
    }
    return failed;
  }

  private static String tail(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 300)).strip();
  }

  private static String reason(Path out, Path log) throws IOException {
    return failedChecks(out).entrySet().stream()
        .findFirst()
        .map(check -> check.getKey() + ": " + check.getValue())
        .orElse("the client failed: " + tail(log));
  }

  private void record(
      List<String> ran,
      List<String> ranComing,
      List<String> ranServer,
      List<String> ranComingServer,
      Map<String, String> failures) {
    long failedComing = failed(failures, "alpha/");
    long failedServer = failed(failures, "server/");
    long failedComingServer = failed(failures, "alpha-server/");
    long failed = failures.keySet().stream().filter(f -> ran.contains(f)).count();
    Evidence.of("conformance")
        .ran(ran.size() + ranComing.size() + ranServer.size() + ranComingServer.size())
        .put("suite", "0.1.16")
        .put("scenarios", ran.size())
        .put("passed", ran.size() - failed)
        .put("alpha.suite", "0.2.0-alpha.12 at 2026-07-28")
        .put("alpha.scenarios", ranComing.size())
        .put("alpha.passed", ranComing.size() - failedComing)
        .put("server.scenarios", ranServer.size())
        .put("server.passed", ranServer.size() - failedServer)
        .put("alpha.server.scenarios", ranComingServer.size())
        .put("alpha.server.passed", ranComingServer.size() - failedComingServer)
        .put("triedAgain", again.size())
        .put("triedAgainWhy", again.toString())
        .put("failures", failures.toString())
        .write();
  }

  /** Returns how many scenarios of a suite have a failure; the name of a server's check follows that of its scenario. */
  private static long failed(Map<String, String> failures, String suite) {
    return failures.keySet().stream()
        .filter(f -> f.startsWith(suite))
        .map(f -> suite.contains("server") ? f.substring(0, f.lastIndexOf('/')) : f)
        .distinct()
        .count();
  }

  private static List<String> baseline() throws IOException {
    try (var in = ConformanceIT.class.getResourceAsStream("/conformance-baseline.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.isBlank() && !l.startsWith("#"))
          .toList();
    }
  }
}
