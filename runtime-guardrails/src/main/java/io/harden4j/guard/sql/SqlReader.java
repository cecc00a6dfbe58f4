package io.harden4j.guard.sql;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** Step 2: parses. Serves one query, whose time is limited from outside by {@link #stop}. */
final class SqlReader {
  private volatile @Nullable CCJSqlParser current;
  private volatile boolean stopped;

  /** Returns the one SELECT that a text is. Tries the parser's fast way first. */
  Select read(String sql) {
    try {
      return select(parser(sql, false).Statement());
    } catch (ParseException | TokenMgrException e) {
      return readThoroughly(sql);
    }
  }

  private Select readThoroughly(String sql) {
    try {
      return select(parser(sql, true).Statement());
    } catch (ParseException | TokenMgrException e) {
      throw unreadable(e);
    }
  }

  private CCJSqlParser parser(String sql, boolean thoroughly) throws ParseException {
    CCJSqlParser parser = new CCJSqlParser(sql).withAllowComplexParsing(thoroughly);
    current = parser;
    parser.interrupted = stopped;
    return parser;
  }

  /** Asks the parser to give up. */
  void stop() {
    stopped = true;
    CCJSqlParser parser = current;
    if (parser != null) {
      parser.interrupted = true;
    }
  }

  /** The text holds no semicolon outside of a literal, so a statement that ends with the text is the only one. */
  private static Select select(@Nullable Statement statement) {
    if (!(statement instanceof Select select)) {
      throw SqlRefusal.STATEMENT.because("the statement is "
          + (statement == null ? "empty" : "a " + statement.getClass().getSimpleName())
          + ", not a SELECT");
    }
    return select;
  }

  /** The parser's message quotes the text, so it is left out. */
  private static SqlRefusedException unreadable(Throwable cause) {
    return cause instanceof ParseException p && p.currentToken != null
        ? SqlRefusal.PARSE.because("the parser stops at line " + p.currentToken.beginLine
            + ", column " + p.currentToken.beginColumn)
        : SqlRefusal.PARSE.because("the parser stops with " + cause.getClass().getSimpleName());
  }
}
