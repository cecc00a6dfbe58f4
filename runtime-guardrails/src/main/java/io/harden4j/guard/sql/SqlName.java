package io.harden4j.guard.sql;

import java.util.regex.Pattern;

/** A name as it stands in a text. */
record SqlName(String bare, boolean quoted) {
  /** PostgreSQL cuts names at 63 bytes, so that two long ones could be one. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private static final Pattern QUOTED = Pattern.compile("[A-Za-z0-9_ ]{1,63}");

  static SqlName read(String token, SqlDialect dialect) {
    int last = token.length() - 1;
    boolean quoted =
        last > 0 && token.charAt(0) == dialect.quote() && token.charAt(last) == dialect.quote();
    String bare = quoted ? token.substring(1, last) : token;
    if (!(quoted ? QUOTED : PLAIN).matcher(bare).matches()) {
      throw SqlRefusal.NAME.because(
          "a name is not made of 1 to 63 letters, digits and _ of ASCII; rename it or give it an"
              + " alias in a view");
    }
    return new SqlName(bare, quoted);
  }

  String folded(SqlDialect dialect) {
    return dialect.fold(bare, quoted);
  }

  /** Returns the folded form of a token. */
  static String fold(String token, SqlDialect dialect) {
    return read(token, dialect).folded(dialect);
  }

  /** Returns the quoted form of a folded name. */
  static String quote(String folded, SqlDialect dialect) {
    return dialect.quote() + folded + dialect.quote();
  }
}
