package io.harden4j.benchmarks.guard;

import io.harden4j.guard.sql.SqlDialect;
import io.harden4j.guard.sql.SqlGovernor;
import io.harden4j.guard.sql.SqlQuery;
import io.harden4j.identity.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One query of the corpus of accepted ones through the SQL governor, the next one each time. The governor keeps nothing of a query, so each is a
 * first one; what its own parts of a text read as, it keeps. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SqlBenchmark {
  /** Where the corpus is: the file that the governor's tests accept line by line. */
  @Param("")
  public String corpus = "";

  private final SqlGovernor governor = shop();
  private final Principal ana = Principal.of("ana", "acme", "analyst");
  private List<String> queries = List.of();
  private int next;

  /** Returns the governor that the corpus is for. */
  static SqlGovernor shop() {
    return SqlGovernor.builder(SqlDialect.POSTGRESQL)
        .table("orders", "id", "tenant_id", "customer_id", "total", "status", "note", "created_at")
        .table("customers", "id", "tenant_id", "name", "city")
        .sharedTable("countries", "code", "label")
        .build();
  }

  /** Reads the corpus. */
  @Setup
  public void read() throws IOException {
    queries = queries(Path.of(corpus));
  }

  static List<String> queries(Path corpus) throws IOException {
    List<String> queries = Files.readAllLines(corpus).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
    if (queries.size() < 200) {
      throw new IllegalStateException("the corpus in " + corpus + " has " + queries.size()
          + " queries, at least 200 are measured");
    }
    return queries;
  }

  /** Checks and rewrites one query. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public SqlQuery sqlGovernor() {
    next = (next + 1) % queries.size();
    return governor.govern(queries.get(next), ana);
  }
}
