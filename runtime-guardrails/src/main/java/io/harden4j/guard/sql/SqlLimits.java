package io.harden4j.guard.sql;

import java.time.Duration;

/**
 * How much one query may be and do. Our own numbers, chosen so that what people and models write by hand fits easily.
 *
 * @param maxRows       most rows of a result; default 1,000
 * @param maxCharacters longest text that is read; default 20,000
 * @param maxDepth      deepest nesting of parentheses; default 20
 * @param maxNodes      most parts of a parsed query; default 10,000
 * @param maxJoins      most joined items in a whole query; default 8
 * @param maxCrossJoins most joins without a condition in a whole query; default 1
 * @param maxQueries    most SELECTs in a whole query: sub-queries, branches of set operations, common table expressions; default 24
 * @param timeout       longest time for reading, checking and rewriting; default 500 ms
 */
public record SqlLimits(
    int maxRows,
    int maxCharacters,
    int maxDepth,
    int maxNodes,
    int maxJoins,
    int maxCrossJoins,
    int maxQueries,
    Duration timeout) {
  /** The defaults. */
  public static final SqlLimits DEFAULT =
      new SqlLimits(1_000, 20_000, 20, 10_000, 8, 1, 24, Duration.ofMillis(500));

  /** Checks that the numbers leave something to ask. */
  public SqlLimits {
    if (maxRows < 1 || maxCharacters < 1 || maxDepth < 1 || maxNodes < 1 || maxQueries < 1) {
      throw new IllegalArgumentException("a limit of 0 permits no query at all; give 1 or more");
    }
  }

  /** Returns these limits with another number of rows. */
  public SqlLimits maxRows(int rows) {
    return new SqlLimits(
        rows, maxCharacters, maxDepth, maxNodes, maxJoins, maxCrossJoins, maxQueries, timeout);
  }

  /** Returns these limits with other numbers of joins. */
  public SqlLimits maxJoins(int joins, int crossJoins) {
    return new SqlLimits(
        maxRows, maxCharacters, maxDepth, maxNodes, joins, crossJoins, maxQueries, timeout);
  }

  /** Returns these limits with another longest text. */
  public SqlLimits maxCharacters(int characters) {
    return new SqlLimits(
        maxRows, characters, maxDepth, maxNodes, maxJoins, maxCrossJoins, maxQueries, timeout);
  }

  /** Returns these limits with another time. */
  public SqlLimits timeout(Duration limit) {
    return new SqlLimits(
        maxRows, maxCharacters, maxDepth, maxNodes, maxJoins, maxCrossJoins, maxQueries, limit);
  }
}
