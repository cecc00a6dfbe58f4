package io.harden4j.guard.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.SimpleCharStream;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;

/** What the parser's own scanner makes of single words and signs. It is asked for each, once: no number of the parser is written down here. */
final class SqlKinds {
  /** Words of JSqlParser 5.3 whose tokens are described by patterns, so that its table of images does not show them. */
  private static final String PATTERNS = """
      SELECT SEL DATE DATETIME TIME TIMESTAMP TIMESTAMPTZ YEAR MONTH DAY HOUR MINUTE SECOND UR RS RR CS TEXT TINYTEXT MEDIUMTEXT LONGTEXT
      CURRENT_TIMESTAMP CURRENT_TIME CURRENT_DATE CURRENT_TIMEZONE SUBSTR SUBSTRING TRIM POSITION OVERLAY BISTRING BLOB BYTEA BINARY VARBINARY BYTES
      BOOLEAN BOOL ENUM MAP DECIMAL NUMBER NUMERIC TINYINT INT1 SMALLINT INT2 SHORT INTEGER INT INT4 SIGNED UNSIGNED BIGINT INT8 LONG HUGEINT UTINYINT
      USMALLINT UINTEGER UBIGINT UHUGEINT REAL FLOAT4 FLOAT DOUBLE PRECISION FLOAT8 FLOAT64 NVARCHAR VARCHAR NCHAR CHAR BPCHAR STRING CHARACTER VARYING
      TIMETZ TIMESTAMP_NS TIMESTAMP_MS TIMESTAMP_S UUID
      """;

  /** Words that begin a token of several words, or may. */
  private static final Set<String> BEGINNINGS =
      Set.of("CURRENT", "NEXT", "NEXTVAL", "SIMILAR", "DISTRIBUTED", "RESTRICTED", "KILL");

  static final int NAME = kind("h4j_");
  static final int QUOTED_NAME = kind("\"a\"");
  static final int LITERAL = kind("'a'");
  static final int WHOLE = kind("1");
  static final int DECIMAL = kind("1.5");
  static final int MOMENT = kind("DATE");
  static final int NOW = kind("CURRENT_DATE");
  static final int OPEN = kind("(");
  static final int CLOSE = kind(")");

  /** What stands for a word, upper case, that the kind of a token cannot be told of without a look at more. */
  static final int UNSURE = -1;

  private static final Map<String, Integer> WORDS = words();
  private static final Map<String, Integer> SIGNS = List.of(
          "(", ")", ",", ".", "+", "-", "*", "/", "%", "=", "<", ">", "?", "<=", ">=", "<>", "!=",
          "||", "::")
      .stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), SqlKinds::kind));

  private SqlKinds() {}

  private static Map<String, Integer> words() {
    Map<String, Integer> words = new HashMap<>();
    for (String image : CCJSqlParserConstants.tokenImage) {
      if (image.matches("\"[A-Za-z_][A-Za-z0-9_]*\"")) {
        add(image.substring(1, image.length() - 1), words);
      }
    }
    for (String word : PATTERNS.strip().split("\\s+", -1)) {
      add(word, words);
    }
    BEGINNINGS.forEach(word -> words.put(word, UNSURE));
    return Map.copyOf(words);
  }

  private static void add(String image, Map<String, Integer> words) {
    String word = image.toUpperCase(Locale.ROOT);
    words.put(word, kind(word));
  }

  /** Returns the kind of a word made of ASCII letters, digits and _. */
  static int word(String word) {
    return WORDS.getOrDefault(word.toUpperCase(Locale.ROOT), NAME);
  }

  /** Returns the kind of a sign, or {@link #UNSURE}. */
  static int sign(String sign) {
    return SIGNS.getOrDefault(sign, UNSURE);
  }

  static Set<String> known() {
    return WORDS.keySet();
  }

  /** Returns the kind of the only token of a text, as the parser's own scanner sees it. */
  private static int kind(String text) {
    CCJSqlParserTokenManager own = own(text);
    Token first = own.getNextToken();
    boolean only = first.image.equals(text) && own.getNextToken().kind == CCJSqlParserConstants.EOF;
    return only ? first.kind : UNSURE;
  }

  /** Returns the parser's own scanner. */
  static CCJSqlParserTokenManager own(String text) {
    return new CCJSqlParserTokenManager(new SimpleCharStream(new StringProvider(text)));
  }
}
