package io.harden4j.benchmarks.store;

import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures the durable stores and writes {@code target/evidence/NAME.json}. Started by {@code benchmarks/run growth} and so on. */
public final class StoreBenchmarks {
  private StoreBenchmarks() {}

  /**
   * Measures, reports and ends with 1 if a bound is missed, but never so in a quick run.
   *
   * @param arguments the module's directory, {@code growth}, {@code resume-latency} or {@code postgres-step}, then {@code --quick} for few rounds
   */
  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    boolean quick = all.contains("--quick");
    String name = all.get(1);
    Evidence evidence = Evidence.of(Path.of(all.get(0)), name)
        .put("tier", quick ? "quick" : "full")
        .put("quick", quick)
        .put("jdk", Runtime.version().feature());
    List<String> missed;
    try (Server server = Server.start()) {
      missed = run(name, evidence, quick, server);
    }
    System.out.println("written: " + evidence.write());
    missed.forEach(line -> System.out.println("missed: " + line));
    System.exit(quick || missed.isEmpty() ? 0 : 1);
  }

  static List<String> run(String name, Evidence evidence, boolean quick, Server server)
      throws IOException {
    return switch (name) {
      case "growth" -> new Growth(evidence, quick).run(server);
      case "resume-latency" -> new ResumeLatency(evidence, quick).run(server);
      case "postgres-step" -> new PostgresStep(evidence, quick).run(server);
      default ->
        throw new IllegalArgumentException(
            "there is no benchmark '" + name + "'; say growth, resume-latency or postgres-step");
    };
  }
}
