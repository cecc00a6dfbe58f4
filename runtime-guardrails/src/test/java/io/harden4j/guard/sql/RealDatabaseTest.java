package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The governor in front of a real PostgreSQL in which two tenants live. The connection belongs to the owner of everything, so that no permission of the
 * database helps; half of the queries are hostile. Three databases tell what a query reached:
 *
 * <ul>
 *   <li>{@code both}: acme and globex, with hidden columns and tables;
 *   <li>{@code alone}: the same without globex. What is seen of acme must not hang on whether globex is there;
 *   <li>{@code copy}: what acme may see, and nothing else. An honest query must return there, as it was asked, what it returns through the governor.
 * </ul>
 */
class RealDatabaseTest {
  private static final long SEED = 20_261_124;

  private final SqlGovernor governor = Shop.builder(SqlDialect.POSTGRESQL)
      .limits(SqlLimits.DEFAULT.maxRows(100_000))
      .build();
  private final List<String> faults = new ArrayList<>();
  private long honestRefused;
  private long otherTenantRows;
  private long differsFromCopy;
  private long hostileAccepted;
  private long rowsCompared;

  @Test
  void no_row_of_another_tenant_no_write_and_no_honest_query_refused() throws Exception {
    Optional<RealPostgres> found = RealPostgres.find();
    int queries = Tier.of(2_000, 10_000);
    if (found.isEmpty()) {
      Evidence.of("real-database").skipped(queries).put("queries", 0).write();
    }
    assumeTrue(found.isPresent(), "no PostgreSQL can be reached or started");
    try (RealPostgres postgres = found.get();
        Connection both = postgres.schema("both");
        Connection alone = postgres.schema("alone");
        Connection copy = postgres.schema("copy")) {
      fill(both, alone, copy);
      String before = fingerprint(both);
      HonestQueries honest = new HonestQueries(new Random(SEED), SqlDialect.POSTGRESQL);
      HostileQueries hostile = new HostileQueries(new Random(SEED + 1), SqlDialect.POSTGRESQL);
      for (int i = 0; i < queries / 2; i++) {
        honest(honest.next(), both, alone, copy);
        hostile(hostile.next(), both, alone);
      }
      long writes = before.equals(fingerprint(both)) ? 0 : 1;
      report(queries, writes);

      assertThat(faults).isEmpty();
      assertThat(otherTenantRows).as("rows of the other tenant").isZero();
      assertThat(writes).as("writes").isZero();
      assertThat(differsFromCopy)
          .as("honest queries with other rows than on the copy")
          .isZero();
      assertThat(200.0 * honestRefused / queries).as("honest refused").isLessThanOrEqualTo(1);
      assertThat(hostileAccepted)
          .as("hostile ones that were rewritten")
          .isGreaterThan(queries / 20);
    }
  }

  private static void fill(Connection both, Connection alone, Connection copy) throws SQLException {
    TwoTenants.create(both, true);
    TwoTenants.create(alone, true);
    TwoTenants.create(copy, false);
    TwoTenants.acme(both, true, SqlDialect.POSTGRESQL);
    TwoTenants.acme(alone, true, SqlDialect.POSTGRESQL);
    TwoTenants.acme(copy, false, SqlDialect.POSTGRESQL);
    TwoTenants.globex(both, SqlDialect.POSTGRESQL);
    TwoTenants.run(both, "CREATE SEQUENCE ids");
    TwoTenants.run(alone, "CREATE SEQUENCE ids");
  }

  private void honest(String sql, Connection both, Connection alone, Connection copy) {
    Outcome asked = Outcome.of(copy, sql);
    if (!asked.error().isEmpty()) {
      faults.add("the generator wrote an invalid query (" + asked.error() + "): " + sql);
      return;
    }
    try {
      Outcome governed = Outcome.of(GovernedDatabase.over(OneConnection.of(both), governor), sql);
      rowsCompared += governed.rows().size();
      if (!governed.equals(asked)) {
        differsFromCopy++;
        faults.add("other rows than on the copy: " + sql);
      }
      interference(sql, both, alone);
    } catch (SqlRefusedException e) {
      honestRefused++;
      System.err.println("honest query refused (" + e.getMessage() + "): " + sql);
    }
  }

  private void hostile(String sql, Connection both, Connection alone) {
    try {
      interference(sql, both, alone);
      hostileAccepted++;
    } catch (SqlRefusedException refused) {
      // as it should be, or not: whether it had to be refused only its effect could have told
    }
  }

  /** Executes the text that a server without bound parameters would get, on the owner's connection, which could do anything. */
  private void interference(String sql, Connection both, Connection alone) {
    String text = governor.governText(sql, Shop.ANA).sql();
    Outcome with = Outcome.of(both, text);
    Outcome without = Outcome.of(alone, text);
    if (with.isMarked() || !with.equals(without)) {
      otherTenantRows++;
      faults.add("acme sees whether globex is there: " + sql + "\n  as " + text);
    }
  }

  private static String fingerprint(Connection connection) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table : List.of("orders", "customers", "countries", "secrets")) {
      all.append(Outcome.of(connection, "SELECT * FROM " + table).rows());
    }
    try (Statement statement = connection.createStatement();
        ResultSet counts =
            statement.executeQuery("SELECT (SELECT count(*) FROM pg_class WHERE relnamespace NOT IN"
                + " (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%')) || ' ' || (SELECT last_value FROM ids) || ' ' ||"
                + " (SELECT is_called FROM ids)")) {
      counts.next();
      return all + counts.getString(1);
    }
  }

  private void report(int queries, long writes) {
    Evidence.of("real-database")
        .ran(queries)
        .put("queries", queries)
        .put("honestQueries", queries / 2)
        .put("hostileQueries", queries / 2)
        .put("hostileRewritten", hostileAccepted)
        .put("otherTenantRows", otherTenantRows)
        .put("writes", writes)
        .put("benignQueriesRefused", honestRefused)
        .put("benignRefusedPercent", 200.0 * honestRefused / queries)
        .put("benignDifferentFromCopy", differsFromCopy)
        .put("rowsCompared", rowsCompared)
        .put("seed", SEED)
        .write();
  }
}
