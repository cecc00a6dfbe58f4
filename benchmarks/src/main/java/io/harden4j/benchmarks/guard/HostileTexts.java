package io.harden4j.benchmarks.guard;

import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.sql.SqlGovernor;
import io.harden4j.guard.sql.SqlRefusedException;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.GuardRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Texts of 10 million characters made to be slow: as what a run has read before a call, and as a query. */
final class HostileTexts {
  private static final int LENGTH = 10_000_000;

  /** Each begins something that a reader of text looks for, over and over. */
  private static final Map<String, String> PIECES = pieces();

  private static final List<String> QUERIES =
      List.of("(", "'", "'a' ", "SELECT ", "NOT ", "(SELECT ", "1,", "- ", "/*", "CASE WHEN ");

  private final StandardGuard guard;
  private final SqlGovernor governor = SqlBenchmark.shop();
  private final Principal ana = Principal.of("ana", "acme", "role1", "role5", "role11");
  private final int times;
  private double mostWork;

  /** @param times how often each is decided; the slowest counts */
  HostileTexts(StandardGuard guard, int times) {
    this.guard = guard;
    this.times = times;
  }

  private static Map<String, String> pieces() {
    Map<String, String> pieces = new LinkedHashMap<>();
    pieces.put("word", "x");
    pieces.put("quote", "'a ");
    pieces.put("lowQuote", "\u201e");
    pieces.put("mail", "bob@acme.test ");
    pieces.put("iban", "DE89 ");
    pieces.put("amount", "1,");
    pieces.put("link", "https://a.test/");
    pieces.put("record", "- a: b\n");
    pieces.put("hidden", "\u200b");
    pieces.put("capital", "A ");
    pieces.put("mixed", "bob@acme.test DE89 ' \u201e 1,");
    return Map.copyOf(pieces);
  }

  /** Returns milliseconds of the slowest decision by what it was about. */
  Map<String, Double> slowest() {
    Map<String, Double> slowest = new LinkedHashMap<>();
    PIECES.forEach((name, piece) -> {
      String text = piece.repeat(LENGTH / piece.length());
      for (Label label : List.of(Label.untrusted("doc:page"), Label.user(ana))) {
        GuardRequest request =
            DecisionBenchmark.request(ana, label, List.of(Labeled.of(text, label)));
        slowest.merge(name, slowest(() -> guard.decide(request)), Math::max);
      }
    });
    for (String piece : QUERIES) {
      String sql = "SELECT " + piece.repeat(LENGTH / piece.length());
      slowest.merge("sql", slowest(() -> refused(sql)), Math::max);
    }
    return slowest;
  }

  /** Returns the most milliseconds that the processor worked for one of these decisions. */
  double mostWork() {
    return mostWork;
  }

  private String refused(String sql) {
    try {
      return governor.govern(sql, ana).sql();
    } catch (SqlRefusedException e) {
      return e.refusal().code();
    }
  }

  private double slowest(Supplier<?> decision) {
    long most = 0;
    for (int i = 0; i < times; i++) {
      long work = ProcessorTime.now();
      long start = System.nanoTime();
      if (decision.get() == null) {
        throw new IllegalStateException("there was no decision");
      }
      most = Math.max(most, System.nanoTime() - start);
      mostWork = Math.max(mostWork, (ProcessorTime.now() - work) / 1e6);
    }
    return most / 1e6;
  }
}
