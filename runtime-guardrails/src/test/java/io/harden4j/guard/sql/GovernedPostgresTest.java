package io.harden4j.guard.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What {@link GovernedDatabase} does on a real PostgreSQL beside the governor: cap of cost, timeout, read-only transaction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernedPostgresTest {
  private final SqlGovernor governor = Shop.builder(SqlDialect.POSTGRESQL)
      .limits(SqlLimits.DEFAULT.maxJoins(8, 8))
      .function("nextval")
      .build();
  private @Nullable RealPostgres server;
  private @Nullable Connection connection;

  @BeforeAll
  void start() throws SQLException {
    Optional<RealPostgres> found = RealPostgres.find();
    assumeTrue(found.isPresent(), "no PostgreSQL can be reached or started");
    RealPostgres postgres = found.get();
    server = postgres;
    Connection owner = postgres.schema("both");
    connection = owner;
    TwoTenants.create(owner, true);
    TwoTenants.acme(owner, true, SqlDialect.POSTGRESQL);
    TwoTenants.run(owner, "CREATE SEQUENCE ids");
    TwoTenants.run(owner, "ANALYZE");
  }

  @AfterAll
  void stop() throws Exception {
    if (connection != null) {
      connection.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private GovernedDatabase database() {
    return GovernedDatabase.over(OneConnection.of(requireNonNull(connection)), governor);
  }

  private static void refuses(
      GovernedDatabase database, String sql, SqlRefusal with, String saying) {
    assertThatThrownBy(() -> database.query(sql, Shop.ANA))
        .isInstanceOfSatisfying(
            SqlRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(with))
        .hasMessageContaining(saying);
  }

  @Test
  void a_query_that_the_planner_calls_dear_is_not_run() {
    String sql = "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e, orders f";

    refuses(database(), sql, SqlRefusal.COST, "the planner expects a cost of");
    refuses(
        database().maxCost(1), "SELECT id FROM orders", SqlRefusal.COST, "at most 1 is permitted");
    assertThat(database().query("SELECT count(*) FROM orders", Shop.ANA).rows())
        .isEqualTo(List.of(List.of(40L)));
  }

  @Test
  void a_statement_that_takes_too_long_is_stopped_by_the_server() {
    String sql = "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e, orders f";
    long start = System.nanoTime();

    refuses(
        database().maxCost(Double.MAX_VALUE).timeout(Duration.ofMillis(200)),
        sql,
        SqlRefusal.COST,
        "took longer than 200 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_permitted_function_that_writes_fails_in_the_read_only_transaction() throws SQLException {
    refuses(database(), "SELECT nextval('ids')", SqlRefusal.DATABASE, "SQLSTATE 25006");

    assertThat(value("SELECT is_called FROM ids")).isEqualTo("f");
  }

  @Test
  void a_connection_is_given_back_as_it_was() throws SQLException {
    String before = settings();

    database().query("SELECT id FROM orders", Shop.ANA);
    refuses(database(), "SELECT CAST(note AS integer) FROM orders", SqlRefusal.DATABASE, "22P02");

    assertThat(settings()).isEqualTo(before);
  }

  private String settings() throws SQLException {
    return value(
            "SELECT current_setting('statement_timeout') || current_setting('transaction_read_only')")
        + requireNonNull(connection).getAutoCommit();
  }

  private String value(String sql) throws SQLException {
    try (Statement statement = requireNonNull(connection).createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      results.next();
      return results.getString(1);
    }
  }
}
