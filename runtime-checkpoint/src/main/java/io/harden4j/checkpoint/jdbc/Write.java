package io.harden4j.checkpoint.jdbc;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change: an SQL text and what its question marks stand for: {@code Long}, {@code Integer}, {@code String} or {@code byte[]}. */
record Write(String sql, List<@Nullable Object> args) {
  static Write of(String sql, @Nullable Object... args) {
    return new Write(sql, Arrays.asList(args));
  }
}
