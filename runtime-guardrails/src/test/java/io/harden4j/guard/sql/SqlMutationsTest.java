package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes each wall of the governor away, one at a time: then a query gets through that the wall stops, in a real database. */
class SqlMutationsTest {
  private static final SqlLimits NONE = new SqlLimits(
      1_000_000,
      1_000_000,
      1_000,
      10_000_000,
      1_000,
      1_000,
      100_000,
      SqlLimits.DEFAULT.timeout().multipliedBy(40));

  /** A wall, the governor without it, a query that it stops or changes, and how that shows. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
  enum Wall {
    TENANT_PREDICATE(
        b -> b.sharedTable("orders", "id", "total"),
        "SELECT id FROM orders",
        rows -> rows.rows().size() > 40),
    FENCE(
        SqlGovernor.Builder::withoutFence,
        "SELECT id FROM orders",
        rows -> !rows.query().sql().contains(SqlDialect.H2.fence())),
    ROW_LIMIT(
        b -> b.limits(NONE),
        "SELECT a.id FROM orders a, orders b",
        rows -> rows.rows().size() > 1_000),
    FUNCTION_LIST(
        b -> b.function("file_read"),
        "SELECT file_read('pom.xml')",
        rows -> rows.rows().size() == 1),
    COLUMN_LIST(
        b -> b.table("customers", "id", "name", "password_hash"),
        "SELECT password_hash FROM customers",
        rows -> rows.rows().size() == 12),
    TABLE_LIST(
        b -> b.table("secrets", "id", "hidden"),
        "SELECT hidden FROM secrets",
        rows -> rows.rows().size() == 1),
    JOIN_LIMIT(
        b -> b.limits(SqlLimits.DEFAULT.maxJoins(30, 1)),
        "SELECT a0.id FROM orders a0" + joins(12),
        rows -> rows.rows().size() == 40),
    CROSS_JOIN_LIMIT(
        b -> b.limits(SqlLimits.DEFAULT.maxJoins(8, 2)),
        "SELECT count(*) FROM orders a, orders b, orders c",
        rows -> rows.rows().equals(List.of(List.of(64_000L)))),
    LENGTH_LIMIT(
        b -> b.limits(NONE),
        "SELECT id FROM orders WHERE id IN (1" + ", 1".repeat(8_000) + ")",
        rows -> rows.rows().size() == 1),
    DEPTH_LIMIT(
        b -> b.limits(NONE),
        "SELECT " + "lower(".repeat(24) + "name" + ")".repeat(24) + " FROM customers",
        rows -> rows.rows().size() == 12),
    QUERY_LIMIT(
        b -> b.limits(NONE),
        "SELECT 1" + " UNION ALL SELECT 1".repeat(60),
        rows -> rows.rows().size() == 61);

    private final UnaryOperator<SqlGovernor.Builder> removal;
    private final String query;
    private final Predicate<SqlRows> through;

    Wall(UnaryOperator<SqlGovernor.Builder> removal, String query, Predicate<SqlRows> through) {
      this.removal = removal;
      this.query = query;
      this.through = through;
    }
  }

  private static String joins(int n) {
    StringBuilder joins = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      joins.append(" JOIN orders a").append(i).append(" ON a").append(i).append(".id = a0.id");
    }
    return joins.toString();
  }

  private static SqlGovernor.Builder shop(@Nullable Wall removed) {
    SqlGovernor.Builder builder = SqlGovernor.builder(SqlDialect.H2);
    if (removed != Wall.TENANT_PREDICATE) {
      builder.table("orders", "id", "total");
    }
    if (removed != Wall.COLUMN_LIST) {
      builder.table("customers", "id", "name");
    }
    return builder;
  }

  @ParameterizedTest
  @EnumSource(Wall.class)
  void stops_what_gets_through_without_it(Wall wall) throws SQLException {
    try (Connection both = DriverManager.getConnection("jdbc:h2:mem:")) {
      TwoTenants.create(both, true);
      TwoTenants.acme(both, true, SqlDialect.H2);
      TwoTenants.globex(both, SqlDialect.H2);

      assertThat(getsThrough(wall, shop(null), both)).as("with the wall").isFalse();
      assertThat(getsThrough(wall, wall.removal.apply(shop(wall)), both))
          .as("without it")
          .isTrue();
    }
  }

  private static boolean getsThrough(
      Wall wall, SqlGovernor.Builder governor, Connection connection) {
    try {
      return wall.through.test(GovernedDatabase.over(OneConnection.of(connection), governor.build())
          .query(wall.query, Shop.ANA));
    } catch (SqlRefusedException refused) {
      return false;
    }
  }
}
