package io.harden4j.examples.postgres;

import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statements;
import net.sf.jsqlparser.statement.select.PlainSelect;

/**
 * Lets a query pass that is one plain SELECT and nothing else, after another guard has agreed. It looks at the statement as a parser reads it: a search for
 * words would be led past by a comment. Functions with a consequence are the database role's business: give it none.
 */
final class SelectOnly implements Guard {
  private final Guard first;
  private final String argument;

  /** @param argument name of the argument that holds the query */
  SelectOnly(Guard first, String argument) {
    this.first = first;
    this.argument = argument;
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = first.decide(request);
    String sql = request.call().arguments().tree().path(argument).asText("");
    return decision instanceof Decision.Allow && !isOneSelect(sql)
        ? new Decision.Deny(
            "select-only",
            "NOT_A_SELECT",
            "Only one plain SELECT statement may be sent.",
            "the query is not one plain SELECT statement")
        : decision;
  }

  static boolean isOneSelect(String sql) {
    try {
      Statements statements = CCJSqlParserUtil.parseStatements(sql);
      return statements.size() == 1
          && statements.get(0) instanceof PlainSelect select
          && select.getIntoTables() == null
          && select.getForMode() == null;
    } catch (JSQLParserException | RuntimeException e) {
      return false; // what cannot be read is not let through
    }
  }

  @Override
  public String name() {
    return "select-only";
  }

  @Override
  public String policyHash() {
    return first.policyHash() + "+select-only";
  }
}
