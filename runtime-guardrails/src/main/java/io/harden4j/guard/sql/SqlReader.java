package io.harden4j.guard.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** Step 2: parses. Serves one query. */
final class SqlReader {
  /**
   * Most work for the thread of the caller, as {@link #work} counts it. Chains of conditions with lists take the parser a time that grows with the square of
   * their length; the worst texts that were found took 70 ms with this limit, on a busy machine. 99 % of the corpus stay below it.
   */
  private static final long MOST_WORK = 1_000_000;

  /** The parser reads a query in an expression about three times as often as what is around it. */
  private static final long DEEPER = 3;

  private final boolean patient;
  private volatile @Nullable CCJSqlParser current;
  private volatile boolean stopped;

  /** @param patient whether any text is read, with nothing but {@link #stop} to limit the time; else only what is read in a few milliseconds is */
  SqlReader(boolean patient) {
    this.patient = patient;
  }

  /** Tells that a text needs a patient reader. */
  static final class NeedsPatienceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeedsPatienceException() {
      super("the text may take long to read", null, false, false);
    }
  }

  /** Returns the one SELECT that a text is. Tries the parser's fast way first. */
  Select read(String sql) {
    return read(sql, SqlScanner.quickly(sql));
  }

  /** Says whether texts are read as a whole only. */
  boolean isPatient() {
    return patient;
  }

  /**
   * Returns the one SELECT that a text is.
   *
   * @param tokens what {@link SqlScanner#quickly} made of it
   */
  Select read(String sql, @Nullable List<Token> tokens) {
    if (!patient && (tokens == null || work(tokens) > MOST_WORK)) {
      throw new NeedsPatienceException();
    }
    try {
      return select(parser(SqlScanner.manager(sql, tokens), false).Statement());
    } catch (ParseException | TokenMgrException e) {
      if (!patient) {
        throw new NeedsPatienceException();
      }
      return readThoroughly(sql);
    }
  }

  private Select readThoroughly(String sql) {
    try {
      return select(parser(SqlKinds.own(sql), true).Statement());
    } catch (ParseException | TokenMgrException e) {
      throw unreadable(e);
    }
  }

  /** Counts tokens, those of nested queries as often as the parser may look at them, and all of that as often as there are tokens. */
  static long work(List<Token> tokens) {
    Deque<Long> around = new ArrayDeque<>();
    long weight = 1;
    long work = 0;
    for (int i = 0; i < tokens.size(); i++) {
      work += weight;
      int kind = tokens.get(i).kind;
      if (kind == SqlKinds.OPEN) {
        around.push(weight);
        weight = beginsQuery(tokens, i + 1) ? Math.min(weight * DEEPER, MOST_WORK) : weight;
      } else if (kind == SqlKinds.CLOSE && !around.isEmpty()) {
        weight = around.pop();
      }
    }
    return work * tokens.size();
  }

  private static boolean beginsQuery(List<Token> tokens, int at) {
    int kind = at < tokens.size() ? tokens.get(at).kind : CCJSqlParserConstants.EOF;
    return kind == CCJSqlParserConstants.K_SELECT
        || kind == CCJSqlParserConstants.K_WITH
        || kind == SqlKinds.OPEN;
  }

  private CCJSqlParser parser(CCJSqlParserTokenManager tokens, boolean thoroughly) {
    CCJSqlParser parser = new CCJSqlParser(tokens).withAllowComplexParsing(thoroughly);
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
