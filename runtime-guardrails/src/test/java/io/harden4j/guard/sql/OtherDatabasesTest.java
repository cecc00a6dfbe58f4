package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.testkit.Tier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The governor in front of databases that live in this process: an honest query returns what it returns on a copy with acme's rows alone. */
class OtherDatabasesTest {
  private static final long SEED = 5;

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @CsvSource({"H2,jdbc:h2:mem:", "SQLITE,jdbc:sqlite::memory:"})
  void honest_queries_return_what_they_return_on_a_copy(SqlDialect dialect, String url)
      throws SQLException {
    SqlGovernor governor = Shop.governor(dialect);
    HonestQueries honest = new HonestQueries(new Random(SEED), dialect);
    int compared = 0;
    try (Connection both = DriverManager.getConnection(url);
        Connection copy = DriverManager.getConnection(url)) {
      fill(dialect, both, copy);
      GovernedDatabase database = GovernedDatabase.over(OneConnection.of(both), governor);
      for (int i = 0; i < Tier.of(400, 3_000); i++) {
        String sql = portable(dialect, honest.next());
        Outcome asked = Outcome.of(copy, sql);
        if (asked.error().isEmpty() && asked.rows().size() < 1_000) {
          try {
            assertThat(Outcome.of(database, sql)).as(sql).isEqualTo(asked);
            compared++;
          } catch (SqlRefusedException e) {
            assertThat(e.refusal()).as(sql + " " + e.getMessage()).isEqualTo(SqlRefusal.PARSE);
          }
        }
      }
    }

    assertThat(compared).isGreaterThan(Tier.of(200, 1_500));
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

  private static String portable(SqlDialect dialect, String sql) {
    return dialect == SqlDialect.SQLITE ? sql.replaceAll("DATE '([0-9-]+)'", "'$1'") : sql;
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
