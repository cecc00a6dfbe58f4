package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Step 8: a text that does not read as the tree it was written from is noticed. */
class SqlShapeTest {
  private final SqlShape shape = new SqlShape(SqlConstructs.PERMITTED, 10_000);

  private static PlainSelect read(String sql) {
    return (PlainSelect) new SqlReader(true).read(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a FROM t | SELECT b FROM t",
        "SELECT a FROM t | SELECT DISTINCT a FROM t",
        "SELECT a FROM t LIMIT 5 | SELECT a FROM t LIMIT 6",
        "SELECT a FROM t LIMIT 5 | SELECT a FROM t",
        "SELECT a FROM t WHERE a = 'x' | SELECT a FROM t WHERE a = 'y'",
        "SELECT a FROM t WHERE a AND b OR c | SELECT a FROM t WHERE a AND (b OR c)",
        "SELECT a FROM t WHERE a IN (1) | SELECT a FROM t WHERE a NOT IN (1)",
        "SELECT a FROM t JOIN u ON a = b | SELECT a FROM t LEFT JOIN u ON a = b",
        "SELECT a FROM t UNION SELECT b FROM u | SELECT a FROM t UNION ALL SELECT b FROM u",
        "SELECT sum(a) FROM t | SELECT sum(DISTINCT a) FROM t",
        "SELECT a FROM t ORDER BY a | SELECT a FROM t ORDER BY a DESC",
        "SELECT a FROM t | SELECT a FROM \"t\"",
      })
  void two_queries_are_the_same_only_if_they_are(String one, String other) {
    SqlReader reader = new SqlReader(true);

    assertThat(shape.same(reader.read(one), reader.read(one))).isTrue();
    assertThat(shape.same(reader.read(one), reader.read(other))).isFalse();
    assertThat(shape.same(reader.read(other), reader.read(one))).isFalse();
  }

  @ParameterizedTest(name = "patient {0}")
  @ValueSource(booleans = {false, true})
  void no_text_is_sent_that_reads_as_another_tree_or_as_what_is_not_permitted(boolean patient) {
    SqlRendering rendering = new SqlRendering(shape, SqlDialect.POSTGRESQL);
    SqlReader reader = new SqlReader(patient);
    PlainSelect good = read("SELECT a FROM t WHERE (a OR b) AND c");
    PlainSelect forgetful = read("SELECT a FROM t");
    forgetful.setWhere(
        new AndExpression(new OrExpression(new Column("a"), new Column("b")), new Column("c")));
    PlainSelect locking = read("SELECT a FROM t FOR UPDATE");

    assertThat(rendering.of(good, Set.of(), true, reader)).isEqualTo(good.toString());
    assertThatThrownBy(() -> rendering.of(forgetful, Set.of(), true, reader))
        .hasMessageContaining("does not read as the tree");
    assertThatThrownBy(() -> rendering.of(locking, Set.of(), true, reader))
        .isInstanceOf(SqlRefusedException.class);
  }

  @Test
  void parentheses_that_a_rendering_forgets_are_noticed() {
    PlainSelect tree = read("SELECT a FROM t");
    tree.setWhere(
        new AndExpression(new OrExpression(new Column("a"), new Column("b")), new Column("c")));

    assertThat(tree.toString()).endsWith("WHERE a OR b AND c");
    assertThat(shape.same(tree, read(tree.toString()))).isFalse();
  }

  @Test
  void a_literal_that_ends_early_is_noticed() {
    PlainSelect tree = read("SELECT a FROM t");
    StringValue odd = new StringValue("x");
    odd.setValue("x' OR 'a' = 'a");
    tree.setWhere(odd);

    assertThat(shape.same(tree, read(tree.toString()))).isFalse();
  }
}
