package io.harden4j.guard.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our scanner beside the parser's own. */
class SqlScannerTest {
  private static final List<String> PIECES = List.of(
      "SELECT",
      "a",
      "1",
      "1.5",
      ".",
      "..",
      ".5",
      "1.",
      "'x'",
      "'it''s'",
      "\"a\"",
      "`b`",
      "(",
      ")",
      ",",
      "+",
      "-",
      "*",
      "/",
      "%",
      "=",
      "<",
      ">",
      "!",
      "|",
      "||",
      "::",
      ":",
      "?",
      " ",
      "  ",
      "\n",
      "\t",
      "IN",
      "WITH",
      "TIES",
      "QUERY",
      "EXPANSION",
      "NATURAL",
      "DATE",
      "TIME",
      "ZONE",
      "()",
      "WITHOUT",
      "TIMESTAMP",
      "CURRENT",
      "CURRENT_DATE",
      "NEXT",
      "VALUE",
      "FOR",
      "text",
      "int4",
      "count",
      "_x",
      "x1",
      "1a",
      "1e5",
      "0x1F",
      "X",
      "N",
      "E",
      "go",
      "\n\n\n",
      "\n/",
      "\ngo\n",
      "<=",
      ">=",
      "<>",
      "!=",
      "=>",
      "\r\n",
      "similar",
      "to",
      "'a\\b'",
      "\u00e9",
      "$",
      "''",
      "order",
      "by",
      "BOOLEAN",
      "mode",
      "varying",
      "double",
      "precision",
      "local",
      "kill",
      "session");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 17, 4711})
  void cuts_any_text_as_the_parsers_own_scanner_does_or_leaves_it_to_that(long seed) {
    Random random = new Random(seed);
    int cut = 0;
    for (int i = 0; i < Tier.of(20_000, 500_000); i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())))
            .append(random.nextBoolean() ? " " : "");
      }
      List<Token> tokens = SqlScanner.quickly(text.toString());
      if (tokens != null) {
        assertThat(described(tokens)).as(text.toString()).isEqualTo(own(text.toString()));
        cut++;
      }
    }

    assertThat(cut).isGreaterThan(Tier.of(4_000, 100_000));
  }

  @Test
  void cuts_every_query_of_the_corpus_and_its_rendering_without_the_parsers_own()
      throws IOException {
    SqlGovernor governor = Shop.governor(SqlDialect.POSTGRESQL);
    for (String asked : SqlPropertiesTest.corpus()) {
      for (String sql : List.of(asked, governor.govern(asked, Shop.ANA).sql())) {
        List<Token> tokens = SqlScanner.quickly(sql);

        assertThat(tokens).as(sql).isNotNull();
        assertThat(described(requireNonNull(tokens))).as(sql).isEqualTo(own(sql));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(SqlDialect.class)
  void cuts_nearly_every_honest_query(SqlDialect dialect) {
    HonestQueries honest = new HonestQueries(new Random(5), dialect);
    HostileQueries hostile = new HostileQueries(new Random(6), dialect);
    int cut = 0;
    for (int i = 0; i < 300; i++) {
      String sql = honest.next();
      List<Token> tokens = SqlScanner.quickly(sql);
      cut += tokens == null ? 0 : 1;
      assertThat(tokens == null ? own(sql) : described(tokens)).as(sql).isEqualTo(own(sql));
      String attack = hostile.next();
      List<Token> others = SqlScanner.quickly(attack);
      assertThat(others == null ? own(attack) : described(others))
          .as(attack)
          .isEqualTo(own(attack));
    }

    assertThat(cut).isGreaterThan(290);
  }

  @Test
  void knows_every_word_of_the_parser_by_the_kind_the_parser_gives_it() {
    for (String word : SqlKinds.known()) {
      int kind = SqlKinds.word(word);
      if (kind != SqlKinds.UNSURE) {
        assertThat(own(word.toLowerCase(java.util.Locale.ROOT)).get(0))
            .as(word)
            .startsWith(kind + " ");
      }
    }
    assertThat(SqlKinds.known()).hasSizeGreaterThan(400);
  }

  private static List<String> described(List<Token> tokens) {
    return tokens.stream().map(t -> t.kind + " " + t.image).toList();
  }

  private static List<String> own(String sql) {
    CCJSqlParserTokenManager own = SqlKinds.own(sql);
    List<String> tokens = new ArrayList<>();
    try {
      Token token;
      do {
        token = own.getNextToken();
        tokens.add(token.kind + " " + token.image);
      } while (token.kind != CCJSqlParserConstants.EOF);
    } catch (net.sf.jsqlparser.parser.TokenMgrException e) {
      tokens.add("fails");
    }
    return tokens;
  }
}
