package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties over generated texts. */
@ExtendWith(HostileEvidence.class)
class SqlPropertiesTest {
  private static final long SEED = 7;
  private static final Pattern FROM =
      Pattern.compile("(?:FROM|JOIN|,) (\"[^\"]+\"|`[^`]+`|h4j_\\w+)(?= |\\))");

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @EnumSource(SqlDialect.class)
  void A58_what_was_rendered_once_is_rendered_the_same_again(SqlDialect dialect) {
    SqlGovernor governor = Shop.governor(dialect);
    HonestQueries honest = new HonestQueries(new Random(SEED), dialect);
    int rewritten = 0;
    for (int i = 0; i < Tier.of(300, 5_000); i++) {
      String sql = honest.next();
      try {
        String once = governor.governText(sql, Shop.ANA).sql();
        assertThat(governor.governText(sql, Shop.ANA).sql()).as(sql).isEqualTo(once);
        assertThat(reparsed(once)).as(sql).isEqualTo(once);
        rewritten++;
      } catch (SqlRefusedException refused) {
        assertThat(refused.refusal()).as(sql).isEqualTo(SqlRefusal.PARSE);
      }
    }

    assertThat(rewritten).isGreaterThan(Tier.of(290, 4_900));
  }

  private static String reparsed(String sql) {
    return new SqlReader(true).read(sql).toString();
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @EnumSource(SqlDialect.class)
  void G7_any_text_is_refused_or_becomes_a_text_that_reads_as_it_was_checked(SqlDialect dialect) {
    SqlGovernor governor = Shop.governor(dialect);
    Random random = new Random(SEED);
    HostileQueries hostile = new HostileQueries(random, dialect);
    for (int i = 0; i < Tier.of(500, 20_000); i++) {
      String sql = i % 2 == 0 ? hostile.next() : noise(random);
      long start = System.nanoTime();
      try {
        String text = governor.governText(sql, Shop.ANA).sql();
        assertThat(reparsed(text)).as(sql).isEqualTo(text);
        everyTableIsOurs(sql, text);
      } catch (SqlRefusedException refused) {
        assertThat(refused.refusal()).as(sql).isNotNull();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(sql)
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  /** Reads the names behind FROM and JOIN in the text itself, without the parser. */
  private static void everyTableIsOurs(String sql, String text) {
    Matcher from = FROM.matcher(text.replaceAll("'(?:[^']|'')*'", "''"));
    while (from.find()) {
      String name = from.group(1).replaceAll("[\"`]", "");
      boolean ours = name.startsWith("h4j_")
          || List.of("orders", "customers", "countries")
              .contains(name.toLowerCase(java.util.Locale.ROOT))
          || !text.contains(" FROM " + from.group(1));
      assertThat(ours).as("%s in %s, from %s", name, text, sql).isTrue();
    }
  }

  private static String noise(Random random) {
    int length = random.nextInt(60);
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
    for (int i = 0; i < length; i++) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> (char) random.nextInt(0x250);
            case 1 -> (char) (32 + random.nextInt(95));
            case 2 ->
              List.of(" FROM ", "orders", "(", ")", "'", "id", ",", " ", "*")
                  .get(random.nextInt(9));
            default ->
              List.of("SELECT ", " WHERE ", "1", "=", "\"", ";", "--", " UNION ", "x")
                  .get(random.nextInt(9));
          });
    }
    return text.toString();
  }

  @Test
  void the_corpus_of_accepted_queries_is_accepted() throws IOException {
    SqlGovernor governor = Shop.governor(SqlDialect.POSTGRESQL);
    List<String> corpus = corpus();

    assertThat(corpus).hasSizeGreaterThanOrEqualTo(200);
    corpus.forEach(sql -> assertThat(governor.govern(sql, Shop.ANA).sql()).contains("h4j_rows"));
  }

  /** One query a line, for benchmarks too. */
  static List<String> corpus() throws IOException {
    try (InputStream in = SqlPropertiesTest.class.getResourceAsStream("/sql/accepted.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
