package io.harden4j.guard.sql;

/** Step 1: what is refused before a parser sees the text, because two readers could take it for two things. */
final class SqlLexicon {
  private static final String PUNCTUATION = "_ .,()*+-/%<>=!|:";

  private final SqlDialect dialect;
  private final int longest;
  private final int deepest;

  SqlLexicon(SqlDialect dialect, int longest, int deepest) {
    this.dialect = dialect;
    this.longest = longest;
    this.deepest = deepest;
  }

  /** Returns the text without surrounding white space and one closing semicolon. */
  String check(String text) {
    if (text.length() > longest) {
      throw SqlRefusal.BOUND.because(
          "the text has " + text.length() + " characters, at most " + longest + " are read");
    }
    String sql = text.strip();
    if (sql.endsWith(";")) {
      sql = sql.substring(0, sql.length() - 1).stripTrailing();
    }
    if (sql.isEmpty()) {
      throw SqlRefusal.STATEMENT.because("the text is empty");
    }
    scan(sql);
    return sql;
  }

  private void scan(String sql) {
    int depth = 0;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"' || c == '`') {
        i = quoted(sql, i, c);
        continue;
      }
      plain(sql, i, c);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth > deepest) {
        throw SqlRefusal.BOUND.because("parentheses are nested deeper than " + deepest);
      }
      i++;
    }
  }

  private static void plain(String sql, int i, char c) {
    char next = i + 1 < sql.length() ? sql.charAt(i + 1) : ' ';
    boolean comment = (c == '-' && next == '-') || (c == '/' && next == '*');
    boolean lineEnd = c == '\n' || c == '\t' || (c == '\r' && next == '\n');
    boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (comment) {
      throw SqlRefusal.TEXT.because("comments are refused; character " + i + " begins one");
    }
    if (!word && !lineEnd && PUNCTUATION.indexOf(c) < 0) {
      throw SqlRefusal.TEXT.because(
          String.format("U+%04X at character %d is refused outside of a literal", (int) c, i));
    }
  }

  /** Returns the index behind a literal or quoted name. */
  private int quoted(String sql, int start, char quote) {
    boolean literal = quote == '\'';
    if (!literal && quote != dialect.quote()) {
      throw SqlRefusal.TEXT.because(
          "names in " + quote + " are refused: the server may take them for something else");
    }
    if (literal && start > 0 && isNamePart(sql.charAt(start - 1))) {
      throw SqlRefusal.TEXT.because("a literal with a prefix, such as E'..', begins at character "
          + (start - 1) + "; write a plain literal");
    }
    int i = start + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == quote) {
        boolean doubled = i + 1 < sql.length() && sql.charAt(i + 1) == quote;
        if (!doubled) {
          return i + 1;
        }
        i++;
      } else {
        inside(c, i, literal);
      }
      i++;
    }
    throw SqlRefusal.TEXT.because("a quote at character " + start + " is never closed");
  }

  private void inside(char c, int i, boolean literal) {
    boolean refused = isHidden(c)
        || (!literal && c > 126)
        || (c == '\\' && (!literal || !dialect.backslashIsPlain()));
    if (refused) {
      throw SqlRefusal.TEXT.because(
          String.format("U+%04X at character %d is refused inside of quotes", (int) c, i));
    }
  }

  private static boolean isNamePart(char c) {
    return c == '_' || c == '$' || c == '&' || Character.isLetterOrDigit(c);
  }

  /** Controls, formats, private, unassigned and lone surrogates; other line ends and spaces; fillers that show nothing. */
  private static boolean isHidden(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default ->
        c == '\u034F'
            || c == '\u115F'
            || c == '\u1160'
            || c == '\u17B4'
            || c == '\u17B5'
            || (c >= '\u180B' && c <= '\u180F')
            || c == '\u3164'
            || (c >= '\uFE00' && c <= '\uFE0F')
            || c == '\uFFA0'
            || c == '\uDB40';
    };
  }
}
