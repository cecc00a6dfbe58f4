package io.harden4j.benchmarks;

import io.harden4j.testkit.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Turns what JMH measured into flat keys with their units, and holds them against the bounds. */
final class CoreReport {
  /** Upper bounds, all of them for this library. */
  private static final Map<String, Double> BOUNDS = bounds();

  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final long ran;

  private CoreReport(long ran) {
    this.ran = ran;
  }

  private static Map<String, Double> bounds() {
    Map<String, Double> bounds = new LinkedHashMap<>();
    bounds.put("w1.us", 4.0);
    bounds.put("w1.bytes", 8_192.0);
    bounds.put("w2.us", 15.0);
    bounds.put("w3.flatness", 1.25);
    bounds.put("w4.ratio", 1.2);
    return bounds;
  }

  /** @param medians where the forks of W3 wrote their medians; each of its two variants adds its ending */
  static CoreReport of(Collection<RunResult> results, Path medians) {
    CoreReport report = new CoreReport(results.size());
    results.forEach(report::add);
    report.flatness("w3", Path.of(medians + ".fixed"));
    report.flatness("w3.growing", Path.of(medians + ".growing"));
    for (String who : List.of("", "langgraph4j.", "langgraph4j.best.")) {
      report.figures.put(
          who + "w4.ratio", report.figure(who + "w4.us") / report.figure("plain.w4.us"));
    }
    return report;
  }

  private void add(RunResult result) {
    String key = key(result.getParams());
    Result<?> time = result.getPrimaryResult();
    figures.put(key + ".us", time.getScore());
    if (!Double.isNaN(time.getScoreError())) {
      figures.put(key + ".us.error", time.getScoreError());
    }
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (bytes != null && !key.endsWith("w4")) {
      figures.put(key + ".bytes", bytes.getScore());
    }
  }

  /** Names a benchmark: whose it is, its settings, its workload. */
  private static String key(BenchmarkParams params) {
    String[] path = params.getBenchmark().split("\\.", -1);
    String who = switch (path[path.length - 2]) {
      case "PlainBenchmark" -> "plain.";
      case "LangGraph4jBenchmark" -> "langgraph4j.";
      default -> "";
    };
    boolean best = "best".equals(params.getParam("settings"));
    boolean growing = "true".equals(params.getParam("growing"));
    String workload = path[path.length - 1].replace("Listener", ".listener");
    return who + (best ? "best." : "") + workload + (growing ? ".growing" : "");
  }

  private void flatness(String key, Path file) {
    StepTimes.Medians medians = StepTimes.read(file);
    figures.put(key + ".early.us", medians.early() / 1_000);
    figures.put(key + ".late.us", medians.late() / 1_000);
    figures.put(key + ".flatness", medians.late() / medians.early());
  }

  /** Returns a figure. @throws IllegalStateException if nothing measured it */
  double figure(String key) {
    Double value = figures.get(key);
    if (value == null) {
      throw new IllegalStateException(
          "nothing has measured " + key + "; there is " + figures.keySet());
    }
    return value;
  }

  /** Returns the bounds that are not held, each with its figure. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    BOUNDS.forEach((key, most) -> {
      if (figure(key) > most) {
        missed.add(String.format(
            Locale.ROOT, "%s is %.2f, at most %.2f is wanted", key, figure(key), most));
      }
    });
    return missed;
  }

  /** Writes {@code target/evidence/core.json}. */
  Path write(Path module, boolean quick) {
    Evidence evidence = Evidence.of(module, "core")
        .put("tier", quick ? "quick" : "full")
        .ran(ran)
        .put("quick", quick)
        .put("jdk", Runtime.version().toString())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("w4.byHand", Threading.isVirtual() ? "virtual threads" : "pool of platform threads");
    figures.forEach((key, value) -> evidence.put(key, rounded(value)));
    BOUNDS.forEach((key, most) -> evidence.put("bound." + key, most));
    return evidence.put("missed", missed().size()).write();
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  /** Returns a table for people. */
  String table() {
    StringBuilder out = new StringBuilder();
    figures.forEach((key, value) -> {
      Double most = BOUNDS.get(key);
      String bound = most == null
          ? ""
          : String.format(
              Locale.ROOT, "  at most %,.2f: %s", most, value <= most ? "held" : "MISSED");
      out.append(String.format(Locale.ROOT, "%-28s %,14.3f%s%n", key, value, bound));
    });
    return out.toString();
  }
}
