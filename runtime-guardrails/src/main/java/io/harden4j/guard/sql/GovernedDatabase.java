package io.harden4j.guard.sql;

import io.harden4j.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database behind a {@link SqlGovernor}: executes what the governor made of a text, as a prepared statement in a read-only transaction that is rolled
 * back, with limits for time, cost and bytes. Give it the connections of a user that may only read these tables; on PostgreSQL also turn on row-level
 * security. The governor then is one of three walls, not the only one.
 *
 * <p><b>Failures.</b> {@link SqlRefusedException}. What the database says is left out of its message: errors quote values.
 *
 * <p><b>Thread safety.</b> As safe as the data source; immutable itself.
 */
public final class GovernedDatabase {
  private static final Pattern COST = Pattern.compile("\"Total Cost\":\\s*([0-9.]+)");
  private static final String CANCELLED = "57014";

  private final DataSource connections;
  private final SqlGovernor governor;
  private final Duration timeout;
  private final double maxCost;
  private final long maxBytes;

  private GovernedDatabase(
      DataSource connections,
      SqlGovernor governor,
      Duration timeout,
      double maxCost,
      long maxBytes) {
    this.connections = connections;
    this.governor = governor;
    this.timeout = timeout;
    this.maxCost = maxCost;
    this.maxBytes = maxBytes;
  }

  /** Returns a database with a statement timeout of 5 s, a cost cap of 100,000 of PostgreSQL's units and 1 MiB of values in a result. */
  public static GovernedDatabase over(DataSource connections, SqlGovernor governor) {
    return new GovernedDatabase(connections, governor, Duration.ofSeconds(5), 100_000, 1 << 20);
  }

  /** Returns this database with another longest time of one statement. */
  public GovernedDatabase timeout(Duration newTimeout) {
    return new GovernedDatabase(connections, governor, newTimeout, maxCost, maxBytes);
  }

  /** Returns this database with another cap on what the planner expects a query to cost. Only PostgreSQL tells. */
  public GovernedDatabase maxCost(double units) {
    return new GovernedDatabase(connections, governor, timeout, units, maxBytes);
  }

  /** Returns this database with another limit of bytes, counted as UTF-8 text; rows beyond it are left out. */
  public GovernedDatabase maxBytes(long bytes) {
    return new GovernedDatabase(connections, governor, timeout, maxCost, bytes);
  }

  /** Executes a text that anybody may have written, on the tenant's rows. */
  public SqlRows query(String sql, Principal principal) {
    SqlQuery query = governor.govern(sql, principal);
    try (Connection connection = connections.getConnection()) {
      boolean auto = connection.getAutoCommit();
      try {
        begin(connection);
        checkCost(connection, query);
        return execute(connection, query);
      } finally {
        end(connection, auto);
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private void begin(Connection connection) throws SQLException {
    switch (governor.settings().dialect()) {
      case POSTGRESQL -> {
        connection.setAutoCommit(false);
        run(connection, "SET TRANSACTION READ ONLY");
        run(connection, "SET LOCAL statement_timeout = " + Math.max(1, timeout.toMillis()));
        run(connection, "SET LOCAL standard_conforming_strings = on");
      }
      case SQLITE -> {
        connection.setAutoCommit(false);
        run(connection, "PRAGMA query_only = ON");
      }
      case MYSQL, H2 -> {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
      }
    }
  }

  private void end(Connection connection, boolean auto) throws SQLException {
    connection.rollback();
    if (governor.settings().dialect() == SqlDialect.SQLITE) {
      run(connection, "PRAGMA query_only = OFF");
    } else if (governor.settings().dialect() != SqlDialect.POSTGRESQL) {
      connection.setReadOnly(false);
    }
    connection.setAutoCommit(auto);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void checkCost(Connection connection, SqlQuery query) throws SQLException {
    if (governor.settings().dialect() != SqlDialect.POSTGRESQL) {
      return;
    }
    try (PreparedStatement statement =
            prepared(connection, "EXPLAIN (FORMAT JSON) " + query.sql(), query.parameters());
        ResultSet plan = statement.executeQuery()) {
      plan.next();
      Matcher cost = COST.matcher(plan.getString(1));
      double units = cost.find() ? Double.parseDouble(cost.group(1)) : Double.MAX_VALUE;
      if (units > maxCost) {
        throw SqlRefusal.COST.because("the planner expects a cost of " + (long) units + ", at most "
            + (long) maxCost + " is permitted; raise it with maxCost(...)");
      }
    }
  }

  private SqlRows execute(Connection connection, SqlQuery query) throws SQLException {
    try (PreparedStatement statement = prepared(connection, query.sql(), query.parameters())) {
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      try (ResultSet results = statement.executeQuery()) {
        return read(results, query);
      }
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, List<Object> parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  private SqlRows read(ResultSet results, SqlQuery query) throws SQLException {
    ResultSetMetaData meta = results.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long bytes = 0;
    while (results.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        Object value = results.getObject(i);
        bytes += value == null ? 1 : value.toString().getBytes(StandardCharsets.UTF_8).length;
        row.add(value);
      }
      if (bytes > maxBytes) {
        return new SqlRows(columns, rows, true, query);
      }
      rows.add(row);
    }
    boolean full = rows.size() >= governor.settings().limits().maxRows();
    return new SqlRows(columns, rows, full, query);
  }

  private SqlRefusedException refused(SQLException e) {
    boolean stopped = e instanceof SQLTimeoutException || CANCELLED.equals(e.getSQLState());
    return stopped
        ? SqlRefusal.COST.because("the statement took longer than " + timeout.toMillis() + " ms")
        : SqlRefusal.DATABASE.because(
            "the database ended the query with SQLSTATE " + state(e.getSQLState()));
  }

  private static String state(@Nullable String state) {
    return state != null && state.matches("[0-9A-Z]{1,8}") ? state : "unknown";
  }
}
