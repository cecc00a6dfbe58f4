package io.harden4j.benchmarks.guard;

import io.harden4j.testkit.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** Turns what was measured into flat keys with their units, and holds them against the bounds. */
final class GuardReport {
  private static final Map<String, Double> BOUNDS = bounds();

  private final Map<String, Double> figures = new LinkedHashMap<>();
  private long ran;

  private static Map<String, Double> bounds() {
    Map<String, Double> bounds = new LinkedHashMap<>();
    bounds.put("decision.p99.us", 20.0);
    bounds.put("sqlGovernor.p50.us", 300.0);
    bounds.put("sqlGovernor.p99.us", 3_000.0);
    bounds.put("labelJoin.us", 1.0);
    bounds.put("hostile10MB.ms", 1_000.0);
    return Map.copyOf(bounds);
  }

  /** Takes what JMH measured, in nanoseconds. */
  GuardReport add(Collection<RunResult> results) {
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      Statistics nanos = result.getPrimaryResult().getStatistics();
      ran += nanos.getN();
      if (name.equals("labelJoin")) {
        figures.put("labelJoin.us", result.getPrimaryResult().getScore() / 1_000);
      } else {
        figures.put(name + ".p50.us", nanos.getPercentile(50) / 1_000);
        figures.put(name + ".p99.us", nanos.getPercentile(99) / 1_000);
      }
    }
    return this;
  }

  /** Takes figures that have no bound. */
  GuardReport add(Map<String, Double> others) {
    figures.putAll(others);
    return this;
  }

  /** Takes the slowest decisions over hostile texts, in milliseconds by name. */
  GuardReport addHostile(HostileTexts texts) {
    Map<String, Double> slowest = texts.slowest();
    ran += slowest.size();
    figures.put("hostile10MB.processor.ms", texts.mostWork());
    slowest.forEach((name, ms) -> figures.put("hostile10MB." + name + ".ms", ms));
    figures.put(
        "hostile10MB.ms", slowest.values().stream().mapToDouble(ms -> ms).max().orElseThrow());
    return this;
  }

  /** Returns the bounds that are not held, each with its figure. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    BOUNDS.forEach((key, most) -> {
      Double figure = figures.get(key);
      if (figure == null || figure > most) {
        missed.add(
            String.format(Locale.ROOT, "%s is %.2f, at most %.2f is wanted", key, figure, most));
      }
    });
    return missed;
  }

  /** Writes {@code target/evidence/guard-latency.json}. */
  Path write(Path module, boolean quick) {
    Evidence evidence = Evidence.of(module, "guard-latency")
        .put("tier", quick ? "quick" : "full")
        .ran(ran)
        .put("quick", quick)
        .put("jdk", Runtime.version().toString())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("rules", DecisionBenchmark.RULES);
    figures.forEach((key, value) -> evidence.put(key, Math.round(value * 1_000) / 1_000.0));
    BOUNDS.forEach((key, most) -> evidence.put("bound." + key, most));
    return evidence.put("missed", missed().size()).write();
  }

  /** Returns a table for people. */
  String table() {
    StringBuilder out = new StringBuilder();
    figures.forEach((key, value) ->
        out.append(String.format(Locale.ROOT, "%-28s %,14.3f%s%n", key, value, shown(key, value))));
    return out.toString();
  }

  private static String shown(String key, double value) {
    Double most = BOUNDS.get(key);
    return most == null
        ? ""
        : String.format(
            Locale.ROOT, "  at most %,.2f: %s", most, value <= most ? "held" : "MISSED");
  }
}
