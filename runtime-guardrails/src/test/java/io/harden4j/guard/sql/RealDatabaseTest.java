package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The governor in front of a real PostgreSQL in which two tenants live; see {@link TenantTrial}. The connection belongs to the owner of everything. */
class RealDatabaseTest {
  private static final long SEED = 20_261_124;

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
      TenantTrial trial = new TenantTrial(
              SqlDialect.POSTGRESQL, Shop.builder(SqlDialect.POSTGRESQL), both, alone, copy)
          .fill();
      TwoTenants.run(both, "CREATE SEQUENCE ids");
      TwoTenants.run(alone, "CREATE SEQUENCE ids");
      String before = things(both);
      trial.run(queries, SEED);
      trial.writes += before.equals(things(both)) ? 0 : 1;
      report(trial, queries);

      assertThat(trial.faults).isEmpty();
      assertThat(trial.otherTenantRows).as("rows of the other tenant").isZero();
      assertThat(trial.writes).as("writes").isZero();
      assertThat(trial.differsFromCopy)
          .as("honest queries with other rows than on the copy")
          .isZero();
      assertThat(trial.honestRefusedPercent()).as("honest refused").isLessThanOrEqualTo(1);
      assertThat(trial.hostileAccepted)
          .as("hostile ones that were rewritten")
          .isGreaterThan(queries / 20);
    }
  }

  /** Tells what there is besides rows: tables, sequences and where they stand. */
  private static String things(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet counts =
            statement.executeQuery("SELECT (SELECT count(*) FROM pg_class WHERE relnamespace NOT IN"
                + " (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%')) || ' ' || (SELECT last_value FROM ids) || ' ' ||"
                + " (SELECT is_called FROM ids)")) {
      counts.next();
      return counts.getString(1);
    }
  }

  private static void report(TenantTrial trial, int queries) {
    Evidence.of("real-database")
        .ran(queries)
        .put("queries", queries)
        .put("honestQueries", queries / 2)
        .put("hostileQueries", queries / 2)
        .put("hostileRewritten", trial.hostileAccepted)
        .put("otherTenantRows", trial.otherTenantRows)
        .put("writes", trial.writes)
        .put("benignQueriesRefused", trial.honestRefused)
        .put("benignRefusedPercent", trial.honestRefusedPercent())
        .put("benignDifferentFromCopy", trial.differsFromCopy)
        .put("rowsCompared", trial.rowsCompared)
        .put("seed", SEED)
        .write();
  }
}
