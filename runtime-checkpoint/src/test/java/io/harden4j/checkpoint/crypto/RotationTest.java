package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A key is rotated on 1,000 threads (in databases: 200 in the quick tiers) while they are read and run; then a tenant's key is destroyed. To add a store, add a line to {@link #stores}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationTest {
  private static final int THREADS = 1_000;

  private long rekeyed;
  private Evidence evidence;
  private long ran;
  private long failedReads;
  private long readableAfterDrop;
  private long othersUnreadable;

  static Stream<Arguments> stores() {
    return Stream.of(
        store("memory", THREADS, directory -> new InMemoryCheckpointStore()),
        store("file", THREADS, FileCheckpointStore::open),
        store(
            "sqlite",
            Tier.of(200, THREADS),
            directory -> SqliteCheckpointStore.open(directory.resolve("store.db"))),
        store(
            "postgres",
            Tier.of(200, THREADS),
            directory -> new PostgresStoreOpener()
                .open(directory, InstantSource.system(), FaultPoints.NONE)));
  }

  private static Arguments store(String name, int threads, Function<Path, CheckpointStore> opener) {
    return arguments(name, threads, opener);
  }

  @BeforeAll
  void begin() {
    evidence = Evidence.of("rotation");
  }

  @AfterAll
  void writeEvidence() {
    evidence
        .put("threads", rekeyed)
        .put("failedReads", failedReads)
        .put("readableAfterDrop", readableAfterDrop)
        .put("othersUnreadable", othersUnreadable)
        .ran(ran)
        .skipped(stores().count() - ran)
        .write();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stores")
  void a_key_is_rotated_online_and_a_tenant_erased(
      String name, int threads, Function<Path, CheckpointStore> opener, @TempDir Path directory)
      throws InterruptedException {
    try (RotationScene scene = new RotationScene(opener.apply(directory), threads)) {
      scene.seed();
      scene.keys.add(RotationScene.ACME, "k2");
      List<Thread> others = scene.others();
      long begin = System.nanoTime();

      RekeyReport report = Rekey.builder(scene.store(), scene.cipher())
          .busyThreads(100, Duration.ofMillis(20))
          .build()
          .tenant(RotationScene.ACME);

      double seconds = (System.nanoTime() - begin) / 1e9;
      scene.stop(others);
      assertThat(report.failed()).isEmpty();
      assertThat(report.complete()).isTrue();
      assertThat(report.threads()).isEqualTo(threads);
      rekeyed += report.threads();
      assertThat(scene.keyIds(RotationScene.ACME)).containsExactly("k2");
      scene.keys.remove(RotationScene.ACME, "k1");
      scene.readAll();
      erase(name, scene);
      record(name, scene, report, seconds);
    }
  }

  private void erase(String name, RotationScene scene) {
    assertThat(scene.readable(RotationScene.ACME)).isPositive();
    scene.keys.drop(RotationScene.ACME);

    long readable = scene.readable(RotationScene.ACME);
    long unreadable = scene.unreadable(RotationScene.GLOBEX);
    assertThat(scene.readable(RotationScene.GLOBEX)).isPositive();

    evidence.put(name + ".readableAfterDrop", readable).put(name + ".othersUnreadable", unreadable);
    readableAfterDrop += readable;
    othersUnreadable += unreadable;
    assertThat(readable).isZero();
    assertThat(unreadable).isZero();
  }

  private void record(String name, RotationScene scene, RekeyReport report, double seconds) {
    evidence
        .put(name + ".threads", report.threads())
        .put(name + ".payloads", report.payloads())
        .put(name + ".reads", scene.reads.get())
        .put(name + ".failedReads", scene.failedReads.get())
        .put(name + ".runs", scene.runs.get())
        .put(name + ".failedRuns", scene.failedRuns.get())
        .put(name + ".rekeySeconds", seconds);
    failedReads += scene.failedReads.get();
    ran++;
    assertThat(scene.failedReads).hasValue(0);
    assertThat(scene.failedRuns).hasValue(0);
    assertThat(scene.reads.get()).isGreaterThan(report.threads());
    assertThat(scene.runs.get()).isPositive();
  }
}
