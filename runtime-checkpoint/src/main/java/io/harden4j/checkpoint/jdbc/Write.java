package io.harden4j.checkpoint.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change: an SQL text and what its question marks stand for: {@code Long}, {@code Integer}, {@code String} or {@code byte[]}. */
record Write(String sql, List<@Nullable Object> args) {
  static Write of(String sql, @Nullable Object... args) {
    return new Write(sql, Arrays.asList(args));
  }

  /** Returns an insert that happens for each row of a query: nothing where there is none. */
  Write selecting(String from, Object... fromArgs) {
    List<@Nullable Object> all = new ArrayList<>(args);
    all.addAll(Arrays.asList(fromArgs));
    int values = sql.indexOf(" VALUES (");
    String marks = sql.substring(values + " VALUES (".length(), sql.length() - 1);
    return new Write(sql.substring(0, values) + " SELECT " + marks + from, all);
  }
}
