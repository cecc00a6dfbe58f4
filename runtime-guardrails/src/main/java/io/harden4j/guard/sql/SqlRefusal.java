package io.harden4j.guard.sql;

/** Why an SQL text is refused. */
public enum SqlRefusal {
  /** A character, comment, quoting or length that is refused before parsing. */
  TEXT("Write plain SQL: no comments, no special quoting, one statement."),
  /** The parser does not understand it, or not in time. */
  PARSE("This is not a query that can be read. Write one simple SELECT."),
  /** Not exactly one SELECT. */
  STATEMENT("Only one SELECT statement is possible."),
  /** A construct that is not on the list of permitted ones. */
  CONSTRUCT("The query uses a construct that is not available here. Write a plainer SELECT."),
  /** A common table expression that reads itself. Nothing bounds on every database how many rows it makes. */
  RECURSION(
      "Recursive queries are not available here. Join the table with itself once for each level, or ask for one level at a time."),
  /** A function that is not on the list of permitted ones. */
  FUNCTION("The query uses a function that is not available here."),
  /** A table or column that is not on the list, or cannot be told. */
  NAME("The query names a table or column that is not available here."),
  /** Too large, too deep, too many joins. */
  BOUND("The query is too large. Ask for less at once."),
  /** The database says it would cost too much, or stopped it. */
  COST("The query would take too long. Ask for less at once."),
  /** The database could not run the query; what it says about it is not passed on. */
  DATABASE("The database could not run this query. Check types, names and grouping."),
  /** The rendering does not read as what was checked, or the governor failed. */
  ERROR("The query could not be checked and was not run.");

  private final String toModel;

  SqlRefusal(String toModel) {
    this.toModel = toModel;
  }

  /** Returns the stable code, such as {@code SQL_NAME}. */
  public String code() {
    return "SQL_" + name();
  }

  /** Returns a text for the model: no policy internals, no echo of the query. */
  public String toModel() {
    return toModel;
  }

  SqlRefusedException because(String reason) {
    return new SqlRefusedException(this, reason);
  }
}
