package io.harden4j.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A durable step beside a hand-written insert of one row with the same bytes, in turns on one server, both forced to its disk. */
final class PostgresStep {
  private static final double BOUND = 1.3;

  private final Evidence evidence;
  private final int rounds;
  private final Random random = new Random(7);

  PostgresStep(Evidence evidence, boolean quick) {
    this.evidence = evidence;
    this.rounds = quick ? 100 : 1_000;
  }

  List<String> run(Server server) throws IOException {
    try (HikariDataSource pool = server.pool();
        Backend backend = Backend.postgres(pool)) {
      Backend.number(pool, "DROP TABLE IF EXISTS h4j_benchmark_insert", false);
      Backend.number(
          pool,
          "CREATE TABLE h4j_benchmark_insert (id BIGINT PRIMARY KEY, thread TEXT NOT NULL, state BYTEA NOT NULL)",
          false);
      Steps plain = new Steps(backend.store(), new ThreadKey("acme", "plain"));
      Steps tools = new Steps(backend.store(), new ThreadKey("acme", "tools"));
      int bytes = bytesOfAStep(pool, plain);
      List<Double> inserts = new ArrayList<>();
      List<Double> steps = new ArrayList<>();
      List<Double> withTool = new ArrayList<>();
      for (int round = -rounds; round < rounds; round++) {
        int id = round;
        byte[] row = Steps.payload(random, bytes).bytes();
        Payload value = Steps.payload(random, Steps.VALUE);
        time(inserts, round, () -> insert(pool, id, row));
        time(steps, round, () -> plain.step(value));
        time(withTool, round, () -> {
          tool(backend.store(), tools);
          tools.step();
        });
      }
      Backend.number(pool, "DROP TABLE h4j_benchmark_insert", false);
      return report(bytes, inserts, steps, withTool);
    }
  }

  private List<String> report(
      int bytes, List<Double> inserts, List<Double> steps, List<Double> withTool) {
    double insert = ResumeLatency.median(inserts);
    double step = ResumeLatency.median(steps);
    double ratio = step / insert;
    evidence
        .ran(rounds)
        .put("bytes", bytes)
        .put("insertMs", Growth.round(insert))
        .put("stepMs", Growth.round(step))
        .put("ratio", Growth.round(ratio))
        .put("bound", BOUND)
        .put("toolStepMs", Growth.round(ResumeLatency.median(withTool)))
        .put("insertMeanMs", Growth.round(Growth.mean(inserts)))
        .put("stepMeanMs", Growth.round(Growth.mean(steps)))
        .put("missed", ratio > BOUND ? 1 : 0);
    System.out.printf(
        "insert %.3f ms, step %.3f ms (%.2f times), step with one tool call %.3f ms, %d bytes%n",
        insert, step, ratio, ResumeLatency.median(withTool), bytes);
    return ratio > BOUND ? List.of("a step takes " + Growth.round(ratio) + " inserts") : List.of();
  }

  /** Returns how many bytes of rows a step writes, so that the insert writes as many. */
  private static int bytesOfAStep(HikariDataSource pool, Steps steps) {
    int measured = 20;
    steps.step();
    long before = rowBytes(pool);
    for (int i = 0; i < measured; i++) {
      steps.step();
    }
    return (int) ((rowBytes(pool) - before) / measured);
  }

  private static long rowBytes(HikariDataSource pool) {
    long bytes = 0;
    for (String table : List.of("checkpoint", "value", "task")) {
      bytes += Backend.number(
          pool, "SELECT COALESCE(SUM(pg_column_size(t.*)), 0) FROM h4j_" + table + " AS t", true);
    }
    return bytes;
  }

  private static void time(List<Double> into, int round, Runnable what) {
    long start = System.nanoTime();
    what.run();
    if (round >= 0) {
      into.add((System.nanoTime() - start) / 1e6);
    }
  }

  private static void insert(HikariDataSource pool, int id, byte[] row) {
    try (Connection c = pool.getConnection();
        PreparedStatement s = c.prepareStatement(
            "INSERT INTO h4j_benchmark_insert (id, thread, state) VALUES (?, ?, ?)")) {
      s.setLong(1, id);
      s.setString(2, "plain");
      s.setBytes(3, row);
      s.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tool(CheckpointStore store, Steps steps) {
    Payload request = Steps.payload(random, Steps.VALUE);
    EffectKey key = new EffectKey(steps.task(), "tool:orders.refund", "digest", 0);
    EffectRecord intent =
        new EffectRecord(key, true, "idempotency-key", EffectState.INTENT, request, null);
    store.beginEffect(steps.lease(), intent, null);
    store.endEffect(steps.lease(), intent.ended(EffectState.DONE, request));
  }
}
