package io.harden4j.checkpoint.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.file.FileStoreOpener;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteStoreOpener;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.ChildJvm;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that want the same thread: racing to resume it, and one taking it over from the other. */
class TwoProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, Outcome> OUTCOMES = new TreeMap<>();

  /** What came of a store's rounds. */
  private record Outcome(int rounds, int lost, int both, List<Double> takeOverMillis) {
    double median() {
      List<Double> sorted = takeOverMillis.stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    double max() {
      return Collections.max(takeOverMillis);
    }
  }

  @TempDir
  Path directory;

  @AfterAll
  static void writeEvidence() {
    Evidence evidence = Evidence.of("two-processes")
        .ran(OUTCOMES.values().stream().mapToInt(Outcome::rounds).sum())
        .skipped(3 - OUTCOMES.size())
        .put("rounds", OUTCOMES.values().stream().mapToInt(Outcome::rounds).sum())
        .put("lostUpdates", OUTCOMES.values().stream().mapToInt(Outcome::lost).sum())
        .put("bothCommitted", OUTCOMES.values().stream().mapToInt(Outcome::both).sum());
    OUTCOMES.forEach((store, o) -> evidence
        .put(store + ".rounds", o.rounds())
        .put(store + ".lostUpdates", o.lost())
        .put(store + ".bothCommitted", o.both())
        .put(store + ".takeOvers", o.takeOverMillis().size())
        .put(store + ".takeOverMedianMs", o.median())
        .put(store + ".takeOverMaxMs", o.max()));
    evidence.write();
  }

  @Test
  void of_two_processes_on_files_one_resumes_each_time() throws Exception {
    race("file", new FileStoreOpener(), Map.of());
  }

  @Test
  void of_two_processes_on_sqlite_one_resumes_each_time() throws Exception {
    race("sqlite", new SqliteStoreOpener(), Map.of());
  }

  @Test
  void of_two_processes_on_postgres_one_resumes_each_time() throws Exception {
    race("postgres", new PostgresStoreOpener(), PostgresStoreOpener.properties());
  }

  private void race(String name, StoreOpener opener, Map<String, String> properties)
      throws Exception {
    Path place = Files.createDirectories(directory.resolve(name));
    int rounds = Tier.of(200, 1_000);
    try (CheckpointStore store =
            opener.open(CrashedProcess.store(place), InstantSource.system(), FaultPoints.NONE);
        AgentRuntime runtime = new RacedGraph(() -> {}).runtime(store)) {
      runtime.run(
          new RacedGraph(() -> {}).graph(),
          Update.none(),
          RunOptions.thread(RacedGraph.THREAD.threadId()));
      int[] lostAndBoth = rounds(rounds, runtime, opener, properties, place);
      List<Double> takeOvers = takeOvers(store, opener, properties, place);

      OUTCOMES.put(name, new Outcome(rounds, lostAndBoth[0], lostAndBoth[1], takeOvers));
    }
    assertThat(OUTCOMES.get(name).lost()).as("lost updates").isZero();
    assertThat(OUTCOMES.get(name).both()).as("rounds that both did").isZero();
  }

  /** Plays the rounds: answers the question, lets both resume at once, and looks at what became of the count. */
  private static int[] rounds(
      int rounds,
      AgentRuntime runtime,
      StoreOpener opener,
      Map<String, String> properties,
      Path place) {
    int lost = 0;
    int both = 0;
    try (ChildJvm one = child(opener, properties, place);
        ChildJvm two = child(opener, properties, place)) {
      assertThat(one.readLine(PATIENCE)).contains("ready");
      assertThat(two.readLine(PATIENCE)).contains("ready");
      for (int round = 1; round <= rounds; round++) {
        RacedGraph.answer(runtime);
        one.send("resume");
        two.send("resume");
        int done = done(one) + done(two);
        int count = runtime
            .threads()
            .state(RacedGraph.WHO, RacedGraph.THREAD.threadId())
            .values()
            .get(RacedGraph.COUNT);
        both += done > 1 ? 1 : 0;
        lost += count == round && done > 0 ? 0 : 1;
      }
    }
    return new int[] {lost, both};
  }

  private static int done(ChildJvm child) {
    String said = child.readLine(PATIENCE).orElseThrow();
    return Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1));
  }

  /** Kills processes that hold the thread and measures how long it takes until it can be had. */
  private static List<Double> takeOvers(
      CheckpointStore store, StoreOpener opener, Map<String, String> properties, Path place) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < Tier.of(3, 20); i++) {
      Lease old;
      long killed;
      try (ChildJvm child = child(opener, properties, place)) {
        assertThat(child.readLine(PATIENCE)).contains("ready");
        child.send("hold");
        assertThat(child.readLine(PATIENCE)).contains("holding");
        old = store.holder(RacedGraph.THREAD).orElseThrow();
        killed = System.nanoTime();
        child.kill();
      }
      Lease taken = takeOver(store);
      millis.add((System.nanoTime() - killed) / 1e6);
      Assertions.assertThatThrownBy(() -> store.prune(old, PrunePolicy.keepLatest()))
          .isInstanceOf(FencedException.class);
      assertThat(store.head(RacedGraph.THREAD, CheckpointRef.MAIN)).isPresent();
      store.release(taken);
    }
    return millis;
  }

  private static Lease takeOver(CheckpointStore store) {
    Optional<Lease> taken = Optional.empty();
    while (taken.isEmpty()) {
      taken = store.acquire(RacedGraph.THREAD, Owner.thisProcess("heir"), Duration.ofMinutes(1));
    }
    return taken.get();
  }

  private static ChildJvm child(StoreOpener opener, Map<String, String> properties, Path place) {
    return ChildJvm.start(
        RacingProcess.class, properties, List.of(opener.getClass().getName(), place.toString()));
  }
}
