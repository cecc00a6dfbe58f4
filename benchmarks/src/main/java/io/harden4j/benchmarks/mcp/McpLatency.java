package io.harden4j.benchmarks.mcp;

import io.harden4j.testkit.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Time of one echo, and calls a second of 16 threads, for this library and two other Java clients against one server, over stdio and HTTP, in one run. The
 * clients take turns in rounds, and the median round counts. Ours is measured as an application has it, through the gate (guard, schema, budget, audit, permit);
 * the other two have none. What the gate alone takes is measured too, with a tool that needs no server. Writes {@code target/evidence/mcp-latency.json}.
 */
public final class McpLatency {
  private static final int ROUNDS = 5;
  private static final int THREADS = 16;

  private final int warmUp;
  private final int calls;
  private final int callsEach;

  private McpLatency(int warmUp, int calls, int callsEach) {
    this.warmUp = warmUp;
    this.calls = calls;
    this.callsEach = callsEach;
  }

  /**
   * Measures.
   *
   * @param arguments the module's directory, then {@code --quick} for figures to look at, not to quote
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    McpLatency latency = all.contains("--quick")
        ? new McpLatency(200, 200, 50)
        : new McpLatency(20_000, 5_000, 2_000);
    Evidence evidence = Evidence.of(Path.of(all.get(0)), "mcp-latency");
    latency.measure(evidence);
    System.out.println("written: " + evidence.write());
    System.exit(0);
  }

  private record Figures(double medianMillis, double p95Millis, double perSecond, long wrong) {}

  private void measure(Evidence evidence) throws Exception {
    List<String> stdio = command();
    Process http = new ProcessBuilder(command("http"))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      URI url = url(http);
      Map<String, Supplier<EchoClient>> clients = new LinkedHashMap<>();
      clients.put("gateAlone", GatedClient::alone);
      clients.put("stdio.harden4j", () -> GatedClient.stdio(stdio));
      clients.put("stdio.sdk", () -> SdkClient.stdio(stdio));
      clients.put("stdio.langchain4j", () -> LangChain4jClient.stdio(stdio));
      clients.put("http.harden4j", () -> GatedClient.http(url));
      clients.put("http.sdk", () -> SdkClient.http(url));
      clients.put("http.langchain4j", () -> LangChain4jClient.http(url));
      Map<String, List<Figures>> rounds = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, Supplier<EchoClient>> client : clients.entrySet()) {
          rounds
              .computeIfAbsent(client.getKey(), k -> new ArrayList<>())
              .add(of(client.getValue(), client.getKey().startsWith("http.") ? 5 : 1));
        }
      }
      rounds.forEach((name, figures) -> put(evidence, name, figures));
      evidence.put("threads", THREADS).put("rounds", ROUNDS).ran((long) ROUNDS * clients.size());
    } finally {
      http.destroy();
    }
  }

  private static void put(Evidence evidence, String name, List<Figures> rounds) {
    double median = middle(rounds.stream().mapToDouble(Figures::medianMillis).toArray());
    double p95 = middle(rounds.stream().mapToDouble(Figures::p95Millis).toArray());
    double perSecond = middle(rounds.stream().mapToDouble(Figures::perSecond).toArray());
    long wrong = rounds.stream().mapToLong(Figures::wrong).sum();
    System.out.printf(
        "%-26s median %7.3f ms   p95 %7.3f ms   16 threads %8.0f calls/s   lost or wrong %d%n",
        name, median, p95, perSecond, wrong);
    evidence
        .put(name + ".medianMs", median)
        .put(name + ".p95Ms", p95)
        .put(name + ".callsPerSecond", perSecond)
        .put(name + ".lostOrWrong", wrong);
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** @param fewer so many times fewer calls are made: HTTP takes longer */
  private Figures of(Supplier<EchoClient> connects, int fewer) throws Exception {
    int calls = this.calls / fewer;
    int callsEach = this.callsEach / fewer;
    try (EchoClient client = connects.get()) {
      client.each(warmUp / fewer, (echo, i) -> {
        String unused = echo.apply("w" + i);
      });
      double[] millis = new double[calls];
      client.each(calls, (echo, i) -> {
        long start = System.nanoTime();
        String unused = echo.apply("c" + i);
        millis[i] = (System.nanoTime() - start) / 1e6;
      });
      Arrays.sort(millis);
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      long start = System.nanoTime();
      List<Future<Long>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        threads.add(pool.submit(() -> wrong(client, thread, callsEach)));
      }
      long wrong = 0;
      for (Future<Long> thread : threads) {
        wrong += thread.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      pool.shutdownNow();
      return new Figures(
          millis[calls / 2],
          millis[(int) (calls * 0.95)],
          ((long) THREADS * callsEach - wrong) / seconds,
          wrong);
    }
  }

  private static long wrong(EchoClient client, int thread, int callsEach) {
    LongAdder wrong = new LongAdder();
    client.each(callsEach, (echo, i) -> {
      String text = "t" + thread + "-" + i;
      try {
        wrong.add(echo.apply(text).equals(text) ? 0 : 1);
      } catch (RuntimeException e) {
        wrong.increment();
      }
    });
    return wrong.sum();
  }

  private static List<String> command(String... more) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-Dsun.net.httpserver.nodelay=true", // else each answer waits for the client's delayed
        // acknowledgement
        "-cp",
        System.getProperty("java.class.path"),
        EchoServer.class.getName()));
    command.addAll(List.of(more));
    return command;
  }

  private static URI url(Process http) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(http.getInputStream(), StandardCharsets.UTF_8));
    return URI.create("http://127.0.0.1:" + out.readLine().strip() + "/mcp");
  }
}
