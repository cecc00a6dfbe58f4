package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.SimpleCharStream;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the plain text that {@link SqlLexicon} leaves into the tokens that the parser's own scanner cuts it into, in a tenth of the time: a method of that one
 * is too large for HotSpot to compile. Wherever there is more than one way to cut, the parser's own scanner does it. Both ways give the same tokens; a test
 * compares them. A difference could not let anything through: what is sent is written anew, and read again.
 */
final class SqlScanner {
  private static final char END = '\0';
  private static final String OPERATORS = "+-*/%=<>!|:?^~&#@";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private SqlScanner(String sql) {
    this.sql = sql;
  }

  /**
   * Returns a text's tokens as the parser takes them.
   *
   * @param tokens what {@link #quickly} made of the text
   */
  static CCJSqlParserTokenManager manager(String sql, @Nullable List<Token> tokens) {
    return tokens == null ? SqlKinds.own(sql) : new Cut(tokens);
  }

  /** Returns the tokens and one for the end, or null where the parser's own scanner has to look. */
  static @Nullable List<Token> quickly(String sql) {
    SqlScanner scanner = new SqlScanner(sql);
    while (scanner.space() && scanner.at < sql.length()) {
      if (!scanner.token()) {
        return null;
      }
    }
    if (scanner.at < sql.length()) {
      return null;
    }
    scanner.add(CCJSqlParserConstants.EOF, scanner.at);
    return scanner.tokens;
  }

  /** Some line ends are a semicolon to the parser. */
  private boolean space() {
    while (at < sql.length() && isSpace(sql.charAt(at))) {
      char next = peek(at + 1);
      if (sql.charAt(at) == '\n') {
        if (next == '\n' || next == '/' || next == 'g' || next == 'G') {
          return false;
        }
        line++;
        lineStart = at + 1;
      }
      at++;
    }
    return true;
  }

  private boolean token() {
    char c = sql.charAt(at);
    if (isLetter(c)) {
      return word();
    }
    if (isDigit(c)) {
      return number();
    }
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    boolean alone = c == '(' || c == ')' || c == ',';
    boolean dot = c == '.' && peek(at + 1) != '.' && !isDigit(peek(at + 1));
    if (alone || dot) {
      return sign(at + 1);
    }
    return OPERATORS.indexOf(c) >= 0 && operator(c);
  }

  private boolean word() {
    int end = at + 1;
    while (isLetter(peek(end)) || isDigit(peek(end))) {
      end++;
    }
    int kind = SqlKinds.word(sql.substring(at, end));
    if (kind == SqlKinds.UNSURE || !endsName(end) || goesOn(kind, end)) {
      return false;
    }
    return add(kind, end);
  }

  /** Some words are one token with what follows them. */
  private boolean goesOn(int kind, int end) {
    int next = end;
    while (isSpace(peek(next))) {
      next++;
    }
    char c = peek(next);
    if (kind == SqlKinds.MOMENT) {
      return c == '(' || c == 'w' || c == 'W';
    }
    if (kind == SqlKinds.NOW) {
      return c == '(';
    }
    if (end - at == 4 && begins(at, "WITH")) {
      return begins(next, "TIES") || begins(next, "QUERY");
    }
    boolean in = end - at == 2 && begins(at, "IN");
    return in && (begins(next, "NATURAL") || begins(next, "BOOLEAN"));
  }

  private boolean begins(int from, String word) {
    return sql.regionMatches(true, from, word, 0, word.length());
  }

  private boolean number() {
    int end = digits(at);
    boolean decimal = peek(end) == '.';
    if (decimal) {
      int point = end;
      end = digits(point + 1);
      if (end == point + 1) {
        return false;
      }
    }
    return endsName(end)
        && !isLetter(peek(end))
        && peek(end) != '.'
        && add(decimal ? SqlKinds.DECIMAL : SqlKinds.WHOLE, end);
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(peek(end))) {
      end++;
    }
    return end;
  }

  private boolean quoted(char quote) {
    int end = at + 1;
    while (true) {
      char c = peek(end);
      if (end >= sql.length() || c == '\\' || c == '\n' || c == '\r') {
        return false;
      }
      end++;
      if (c == quote) {
        if (peek(end) != quote) {
          return endsName(end) && add(quote == '\'' ? SqlKinds.LITERAL : SqlKinds.QUOTED_NAME, end);
        }
        if (quote != '\'') {
          return false;
        }
        end++;
      }
    }
  }

  private boolean operator(char c) {
    int end = at + 1;
    while (OPERATORS.indexOf(peek(end)) >= 0) {
      end++;
    }
    int next = end;
    while (isSpace(peek(next))) {
      next++;
    }
    boolean torn = end - at == 1 && next > end && OPERATORS.indexOf(peek(next)) >= 0;
    return !(torn && "<>!|".indexOf(c) >= 0) && sign(end);
  }

  private boolean sign(int end) {
    int kind = SqlKinds.sign(sql.substring(at, end));
    return kind != SqlKinds.UNSURE && add(kind, end);
  }

  private boolean add(int kind, int end) {
    Token token = Token.newToken(kind, sql.substring(at, end));
    token.beginLine = line;
    token.endLine = line;
    token.beginColumn = at - lineStart + 1;
    token.endColumn = end - lineStart;
    tokens.add(token);
    at = end;
    return true;
  }

  private boolean endsName(int end) {
    char c = peek(end);
    return c < 128 && c != '\'' && c != '"' && c != '`' && c != '$';
  }

  /** Returns the character at a place, or {@link #END} behind the last one. */
  private char peek(int place) {
    return place < sql.length() ? sql.charAt(place) : END;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Hands out what has been cut. */
  private static final class Cut extends CCJSqlParserTokenManager {
    private final List<Token> tokens;
    private int next;

    Cut(List<Token> tokens) {
      super(new SimpleCharStream(new StringProvider(""), 1, 1, 1));
      this.tokens = tokens;
    }

    @Override
    public Token getNextToken() {
      return next < tokens.size()
          ? tokens.get(next++)
          : Token.newToken(CCJSqlParserConstants.EOF, "");
    }
  }
}
