package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query returned.
 *
 * @param columns labels, in order
 * @param rows    values, in order; null where the database has NULL
 * @param cut     true if there may be more rows: the row limit was reached, or the limit of bytes
 * @param query   what was executed
 */
public record SqlRows(
    List<String> columns, List<List<@Nullable Object>> rows, boolean cut, SqlQuery query) {
  /** Copies the lists. */
  public SqlRows {
    columns = List.copyOf(columns);
    List<List<@Nullable Object>> copy = new ArrayList<>();
    rows.forEach(row -> copy.add(Collections.unmodifiableList(new ArrayList<>(row))));
    rows = Collections.unmodifiableList(copy);
  }
}
