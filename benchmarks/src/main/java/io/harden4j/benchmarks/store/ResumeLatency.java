package io.harden4j.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** How long it takes to read all that is needed to go on with a thread, by how many checkpoints it has. */
final class ResumeLatency {
  private static final double BOUND = 2;
  private static final double FLAT = 1.25;

  private final Evidence evidence;
  private final List<Integer> lengths;
  private final int rounds;
  private final List<String> missed = new ArrayList<>();

  ResumeLatency(Evidence evidence, boolean quick) {
    this.evidence = evidence;
    this.lengths = quick ? List.of(10, 100) : List.of(10, 100, 1_000, 10_000);
    this.rounds = quick ? 300 : 2_000;
  }

  List<String> run(Server server) throws IOException {
    Path directory = Files.createTempDirectory("resume");
    try (HikariDataSource pool = server.pool()) {
      measure(Backend.file(directory));
      measure(Backend.sqlite(directory));
      makeRows(pool);
      List<Double> reads = new ArrayList<>();
      double slowest = measure(Backend.postgres(pool), round -> {
        double micros = indexedRead(pool, round);
        if (round >= rounds) {
          reads.add(micros);
        }
      });
      Backend.number(pool, "DROP TABLE h4j_benchmark_read", false);
      double read = median(reads);
      evidence
          .put("postgres.indexedReadUs", Growth.round(read))
          .put("postgres.ratio", Growth.round(slowest / read))
          .put("bound", BOUND);
      System.out.printf(
          "postgres: one indexed read %.1f us, a head at most %.2f times that%n",
          read, slowest / read);
      if (slowest / read > BOUND) {
        missed.add("postgres: a head takes " + Growth.round(slowest / read) + " indexed reads");
      }
    }
    evidence.ran(3L * lengths.size()).put("missed", missed.size());
    return missed;
  }

  private double measure(Backend backend) {
    return measure(backend, round -> {});
  }

  /** Measures the lengths and something else in turns, so that a slow moment of the machine meets all of them; returns the slowest median. */
  private double measure(Backend backend, IntConsumer beside) {
    try (backend) {
      for (int length : lengths) {
        Steps steps = new Steps(backend.store(), thread(length));
        for (int i = 0; i < length; i++) {
          steps.step();
        }
      }
      List<List<Double>> micros = new ArrayList<>();
      lengths.forEach(length -> micros.add(new ArrayList<>()));
      for (int round = 0; round < 2 * rounds; round++) {
        for (int i = 0; i < lengths.size(); i++) {
          double us = head(backend.store(), thread(lengths.get(i)));
          if (round >= rounds) {
            micros.get(i).add(us);
          }
        }
        beside.accept(round);
      }
      return report(backend.name(), micros);
    }
  }

  private double report(String name, List<List<Double>> micros) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < lengths.size(); i++) {
      double median = median(micros.get(i));
      least = Math.min(least, median);
      most = Math.max(most, median);
      evidence.put(name + "." + lengths.get(i) + ".headUs", Growth.round(median));
      System.out.printf("%s, %d checkpoints: a head takes %.1f us%n", name, lengths.get(i), median);
    }
    evidence.put(name + ".slowestToFastest", Growth.round(most / least));
    if (most / least > FLAT) {
      missed.add(
          name + ": the slowest length takes " + Growth.round(most / least) + " times the fastest");
    }
    return most;
  }

  private static ThreadKey thread(int length) {
    return new ThreadKey("acme", "of-" + length);
  }

  private static double head(CheckpointStore store, ThreadKey thread) {
    long start = System.nanoTime();
    boolean there = store.head(thread, CheckpointRef.MAIN).isPresent();
    double micros = (System.nanoTime() - start) / 1e3;
    if (!there) {
      throw new IllegalStateException("there is no head of " + thread + " to measure");
    }
    return micros;
  }

  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Makes as many rows as the store has checkpoints, each with as many bytes as a head brings. */
  private static void makeRows(HikariDataSource pool) {
    Backend.number(pool, "DROP TABLE IF EXISTS h4j_benchmark_read", false);
    Backend.number(
        pool, "CREATE TABLE h4j_benchmark_read (id TEXT PRIMARY KEY, state BYTEA NOT NULL)", false);
    Backend.number(
        pool,
        "INSERT INTO h4j_benchmark_read SELECT 'thread-' || n, convert_to(repeat('abcde', 150),"
            + " 'UTF8') FROM generate_series(1, 11110) AS n",
        false);
  }

  /** Reads one of these rows by its key, as a hand-written program would. */
  private static double indexedRead(HikariDataSource pool, int round) {
    long start = System.nanoTime();
    try (Connection c = pool.getConnection();
        PreparedStatement s =
            c.prepareStatement("SELECT id, state FROM h4j_benchmark_read WHERE id = ?")) {
      s.setString(1, "thread-" + (1 + round % 11_110));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        r.getBytes(2);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return (System.nanoTime() - start) / 1e3;
  }
}
