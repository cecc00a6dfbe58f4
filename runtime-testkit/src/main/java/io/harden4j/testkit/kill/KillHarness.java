package io.harden4j.testkit.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Runs a main class in child JVMs and kills each with SIGKILL at a point it announces. The main class passes {@link
 * FaultPoints#ofChild()} to what it tests and prints a line for each thing it was promised, so that the parent can compare what survived with
 * what was promised. Not thread-safe.
 *
 * <pre>{@code
 * KillHarness harness = KillHarness.of(Workload.class);
 * for (KillPlan plan : harness.plans(harness.points(directory), 60, seed)) {
 *   Killed killed = harness.killAt(plan, freshDirectory());
 *   // open the store again, compare with killed.said()
 * }
 * }</pre>
 */
public final class KillHarness {
  private final Class<?> main;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private Duration timeout = Duration.ofSeconds(60);

  private KillHarness(Class<?> main) {
    this.main = main;
  }

  /** Begins a harness for a public class with a {@code main} method. */
  public static KillHarness of(Class<?> main) {
    return new KillHarness(main);
  }

  /** Sets a system property of the children. */
  public KillHarness property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Sets how long a child may be silent; default 60 seconds. */
  public KillHarness timeout(Duration silence) {
    timeout = silence;
    return this;
  }

  /** Runs a child to its end and returns the points it passed, in order, each as often as it was passed. */
  public List<String> points(String... arguments) {
    List<String> passed = new ArrayList<>();
    try (ChildJvm child = start(ChildFaults.LIST, arguments)) {
      for (Optional<String> line = child.readLine(timeout);
          line.isPresent();
          line = child.readLine(timeout)) {
        if (line.get().startsWith(ChildFaults.AT)) {
          passed.add(line.get().substring(ChildFaults.AT.length()));
        }
      }
      int code = child.awaitExit(timeout);
      if (code != 0) {
        throw new IllegalStateException(
            "the undisturbed child ended with " + code + ": " + child.errors());
      }
    }
    return passed;
  }

  /** Spreads {@code kills} evenly over all points, and over the times each was passed by the seed. */
  public List<KillPlan> plans(List<String> passed, int kills, long seed) {
    Map<String, Integer> times = new LinkedHashMap<>();
    passed.forEach(point -> times.merge(point, 1, Integer::sum));
    List<String> names = List.copyOf(times.keySet());
    Random random = new Random(seed);
    List<KillPlan> plans = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      String point = names.get(i % names.size());
      plans.add(new KillPlan(point, 1 + random.nextInt(times.getOrDefault(point, 1))));
    }
    return plans;
  }

  /** Starts a child, waits until it is at the planned point, and kills it there. */
  public Killed killAt(KillPlan plan, String... arguments) {
    List<String> said = new ArrayList<>();
    try (ChildJvm child = start(plan.toString(), arguments)) {
      for (Optional<String> line = child.readLine(timeout);
          line.isPresent();
          line = child.readLine(timeout)) {
        if (line.get().startsWith(ChildFaults.AT)) {
          return new Killed(plan, true, said, child.kill());
        }
        said.add(line.get());
      }
      int code = child.awaitExit(timeout);
      if (code != 0) {
        throw new IllegalStateException(
            "the child failed before " + plan + " with exit code " + code + ": " + child.errors());
      }
      return new Killed(plan, false, said, code);
    }
  }

  private ChildJvm start(String plan, String... arguments) {
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(ChildFaults.PROPERTY, plan);
    return ChildJvm.start(main, all, List.of(arguments));
  }
}
