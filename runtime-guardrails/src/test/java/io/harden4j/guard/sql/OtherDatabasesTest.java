package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.testkit.Evidence;
import io.harden4j.testkit.Tier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The governor in front of databases that live in this process; see {@link TenantTrial}. */
class OtherDatabasesTest {
  private static final long SEED = 5;

  @Test
  void no_row_of_another_tenant_and_no_write_on_h2_and_sqlite() throws SQLException {
    int queries = Tier.of(800, 6_000);
    Evidence evidence = Evidence.of("other-databases").put("seed", SEED).ran(2L * queries);
    for (SqlDialect dialect : List.of(SqlDialect.H2, SqlDialect.SQLITE)) {
      TenantTrial trial = trial(dialect, Shop.builder(dialect), queries);
      String key = dialect.name().toLowerCase(Locale.ROOT) + ".";
      evidence
          .put(key + "queries", trial.honestAsked + trial.hostileAsked)
          .put(key + "hostileRewritten", trial.hostileAccepted)
          .put(key + "otherTenantRows", trial.otherTenantRows)
          .put(key + "writes", trial.writes)
          .put(key + "failsByPlan", trial.failsByPlan)
          .put(key + "benignRefusedPercent", trial.honestRefusedPercent())
          .put(key + "benignDifferentFromCopy", trial.differsFromCopy)
          .write();

      assertThat(trial.faults).as(dialect + "").isEmpty();
      assertThat(trial.otherTenantRows + trial.writes + trial.differsFromCopy).isZero();
      assertThat(trial.failsByPlan).isLessThan(queries / 100);
      assertThat(trial.honestRefusedPercent()).isLessThanOrEqualTo(1);
      assertThat(trial.honestAsked).isGreaterThan(queries / 4);
      assertThat(trial.hostileAccepted).isGreaterThan(queries / 20);
    }
  }

  /** The trial can fail: it finds what a governor without the tenant's predicate lets through. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = SqlDialect.class,
      names = {"H2", "SQLITE"})
  void the_trial_finds_a_table_that_is_not_held_to_its_tenant(SqlDialect dialect)
      throws SQLException {
    SqlGovernor.Builder spoilt = SqlGovernor.builder(dialect)
        .sharedTable(
            "orders", "id", "tenant_id", "customer_id", "total", "status", "note", "created_at")
        .table("customers", "id", "tenant_id", "name", "city")
        .sharedTable("countries", "code", "label");

    TenantTrial trial = trial(dialect, spoilt, 60);

    assertThat(trial.otherTenantRows).isPositive();
    assertThat(trial.differsFromCopy).isPositive();
  }

  private static TenantTrial trial(SqlDialect dialect, SqlGovernor.Builder governor, int queries)
      throws SQLException {
    String url = dialect == SqlDialect.H2 ? "jdbc:h2:mem:" : "jdbc:sqlite::memory:";
    try (Connection both = DriverManager.getConnection(url);
        Connection alone = DriverManager.getConnection(url);
        Connection copy = DriverManager.getConnection(url)) {
      return new TenantTrial(dialect, governor, both, alone, copy).fill().run(queries, SEED);
    }
  }

  @Test
  void a_database_of_ours_says_no_more_about_a_failure_than_its_state() throws SQLException {
    try (Connection both = DriverManager.getConnection("jdbc:h2:mem:");
        Connection copy = DriverManager.getConnection("jdbc:h2:mem:")) {
      fill(SqlDialect.H2, both, copy);
      GovernedDatabase database =
          GovernedDatabase.over(OneConnection.of(both), Shop.governor(SqlDialect.H2));

      assertThatThrownBy(
              () -> database.query("SELECT CAST(name AS integer) FROM customers", Shop.ANA))
          .isInstanceOf(SqlRefusedException.class)
          .hasMessageContaining("SQLSTATE 22018")
          .hasNoCause()
          .message()
          .doesNotContain("name 1");
    }
  }

  @Test
  void a_result_is_cut_at_the_limit_of_bytes_and_says_so() throws SQLException {
    try (Connection both = DriverManager.getConnection("jdbc:h2:mem:");
        Connection copy = DriverManager.getConnection("jdbc:h2:mem:")) {
      fill(SqlDialect.H2, both, copy);
      GovernedDatabase database = GovernedDatabase.over(
              OneConnection.of(both), Shop.governor(SqlDialect.H2))
          .maxBytes(20);

      SqlRows rows = database.query("SELECT name FROM customers ORDER BY id", Shop.ANA);

      assertThat(rows.cut()).isTrue();
      assertThat(rows.rows()).hasSize(3);
    }
  }

  private static void fill(SqlDialect dialect, Connection both, Connection copy)
      throws SQLException {
    TwoTenants.create(both, true);
    TwoTenants.acme(both, true, dialect);
    TwoTenants.create(copy, false);
    TwoTenants.acme(copy, false, dialect);
    TwoTenants.globex(both, dialect);
  }
}
