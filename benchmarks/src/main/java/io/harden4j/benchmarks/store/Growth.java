package io.harden4j.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stored bytes and time of a turn, for chats of growing length. What is fixed is what a turn with an empty message takes; the rest is what
 * its 500 bytes take.
 */
final class Growth {
  private static final int MESSAGE = 500;
  private static final int BOUND = 600;
  private static final int THREADS = 4;

  private final Evidence evidence;
  private final List<Integer> lengths;
  private final List<String> missed = new ArrayList<>();

  Growth(Evidence evidence, boolean quick) {
    this.evidence = evidence;
    this.lengths = quick ? List.of(20, 50) : List.of(50, 100, 200, 500);
  }

  List<String> run(Server server) throws IOException {
    Path directory = Files.createTempDirectory("growth");
    try (HikariDataSource pool = server.pool()) {
      int[] n = {0};
      measure(() -> Backend.file(directory.resolve("f" + n[0]++)));
      measure(() -> Backend.sqlite(made(directory.resolve("s" + n[0]++))));
      measure(() -> Backend.postgres(pool));
    }
    peer();
    evidence
        .ran(3L * lengths.size())
        .put("messageBytes", MESSAGE)
        .put("boundBytesPerTurn", BOUND)
        .put("missed", missed.size());
    return missed;
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void measure(Supplier<Backend> fresh) {
    double first = 0;
    for (int turns : lengths) {
      double fixed = bytesPerTurn(fresh, turns, 0, new ArrayList<>());
      List<Double> millis = new ArrayList<>();
      String name;
      try (Backend named = fresh.get()) {
        name = named.name();
      }
      double all = bytesPerTurn(fresh, turns, MESSAGE, millis);
      double last = mean(millis.subList(millis.size() - turns / 5, millis.size()));
      first = first == 0 ? last : first;
      String key = name + "." + turns + ".";
      evidence
          .put(key + "bytesPerTurn", Math.round(all))
          .put(key + "fixedBytesPerTurn", Math.round(fixed))
          .put(key + "messageBytesPerTurn", Math.round(all - fixed))
          .put(key + "lastTurnsMs", round(last));
      System.out.printf(
          "%s, %d turns: %.0f bytes a turn, %.0f of them fixed, %.2f ms%n",
          name, turns, all, fixed, last);
      if (all - fixed > BOUND) {
        missed.add(
            name + ": " + Math.round(all - fixed) + " bytes for a message at " + turns + " turns");
      }
    }
  }

  /** Several threads, so that the size of a page does not matter. */
  private static double bytesPerTurn(
      Supplier<Backend> fresh, int turns, int message, List<Double> millis) {
    try (Backend backend = fresh.get()) {
      long before = backend.bytes().getAsLong();
      for (int thread = 0; thread < THREADS; thread++) {
        List<Double> each = Chat.play(backend.store(), "chat-" + thread, turns, message);
        if (thread == THREADS - 1) {
          millis.addAll(each);
        }
      }
      return (backend.bytes().getAsLong() - before) / (double) (turns * THREADS);
    }
  }

  /** LangGraph4j keeps the whole state with each checkpoint; its saver in memory shows how much that is. */
  private void peer() {
    for (int turns : lengths) {
      evidence.put(
          "langgraph4j." + turns + ".bytesPerTurn",
          Math.round(PeerChat.bytesPerTurn(turns, MESSAGE)));
    }
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
