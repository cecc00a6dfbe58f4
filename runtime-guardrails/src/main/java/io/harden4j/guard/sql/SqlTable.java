package io.harden4j.guard.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A permitted table: how it is written in a rendering, what of it may be read, and which column tells whose a row is. */
record SqlTable(
    String schema,
    String name,
    Map<String, String> columns,
    @Nullable String tenantColumn) {

  /** Reads names as a policy writes them: like unquoted ones of a statement, or quoted. */
  static SqlTable of(
      SqlDialect dialect, String table, List<String> columns, @Nullable String tenantColumn) {
    int dot = table.indexOf('.');
    Map<String, String> byFolded = new LinkedHashMap<>();
    columns.forEach(
        column -> byFolded.put(SqlName.fold(column, dialect), canonical(column, dialect)));
    return new SqlTable(
        dot < 0 ? "" : canonical(table.substring(0, dot), dialect),
        canonical(table.substring(dot + 1), dialect),
        byFolded,
        tenantColumn == null ? null : canonical(tenantColumn, dialect));
  }

  /** Where names are compared without case, the spelling of the policy is kept: it is the one that the server's files have. */
  private static String canonical(String token, SqlDialect dialect) {
    SqlName name = SqlName.read(token, dialect);
    boolean anyCase = dialect == SqlDialect.MYSQL || dialect == SqlDialect.SQLITE;
    return anyCase ? name.bare() : name.folded(dialect);
  }
}
