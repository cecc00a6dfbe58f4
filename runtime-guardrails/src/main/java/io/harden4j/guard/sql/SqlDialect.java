package io.harden4j.guard.sql;

import java.util.Locale;

/** A database's reading of names and literals. It has to be declared: the same text means different things to different servers. */
public enum SqlDialect {
  /** PostgreSQL with {@code standard_conforming_strings = on}, the default since 9.1. Unquoted names are lower case. */
  POSTGRESQL('"', "OFFSET 0"),
  /** MySQL and MariaDB. Names are compared without case; {@code "} and backslashes in literals are refused, their meaning depends on the server's mode. */
  MYSQL('`', "LIMIT 9223372036854775807"),
  /** SQLite. Names are compared without case. */
  SQLITE('"', "LIMIT -1"),
  /** H2 in its regular mode. Unquoted names are upper case. */
  H2('"', "LIMIT 9223372036854775807");

  private final char quote;
  private final String fence;

  SqlDialect(char quote, String fence) {
    this.quote = quote;
    this.fence = fence;
  }

  char quote() {
    return quote;
  }

  /** What keeps the optimizer from moving a query's own conditions in front of the tenant's: no condition then sees another tenant's row. */
  String fence() {
    return fence;
  }

  boolean backslashIsPlain() {
    return this != MYSQL;
  }

  /** Says whether a derived table may not have two columns of one name. */
  boolean refusesDuplicateColumns() {
    return this == MYSQL || this == H2;
  }

  /** Returns a name in the form in which two names of one thing are equal. */
  String fold(String name, boolean quoted) {
    return switch (this) {
      case POSTGRESQL -> quoted ? name : name.toLowerCase(Locale.ROOT);
      case H2 -> quoted ? name : name.toUpperCase(Locale.ROOT);
      case MYSQL, SQLITE -> name.toLowerCase(Locale.ROOT);
    };
  }
}
