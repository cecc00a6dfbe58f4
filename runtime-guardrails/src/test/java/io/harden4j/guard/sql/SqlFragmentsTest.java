package io.harden4j.guard.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.sql.SqlFragments.Shorter;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.statement.select.Select;
import org.junit.jupiter.api.Test;

/** Step 8 in parts: a rendering is read with names in place of the derived tables in it, and these are read once. */
class SqlFragmentsTest {
  private static final String ROWS =
      "SELECT \"id\" FROM \"orders\" WHERE \"tenant_id\" = 'acme' OFFSET 0";

  private final SqlShape shape =
      new SqlShape(SqlConstructs.PERMITTED + SqlConstructs.RENDERED_ONLY, 10_000);
  private final SqlFragments fragments = new SqlFragments(SqlDialect.POSTGRESQL);
  private final SqlReader reader = new SqlReader(false);

  private Shorter shorten(String sql) {
    return fragments.shorten(
        requireNonNull(SqlScanner.quickly(sql)), List.of(ROWS), false, reader::read);
  }

  private boolean readsAs(String tree, String text) {
    Shorter shorter = shorten(text);
    return shape.same(reader.read(tree), reader.read(text, shorter.tokens()), shorter.holes());
  }

  @Test
  void a_text_in_parts_reads_as_the_whole_does() {
    String sql = "SELECT a.id FROM (" + ROWS + ") AS a JOIN (" + ROWS
        + ") b ON a.id = b.id WHERE a.id IN (SELECT c.id FROM (" + ROWS + ") c)";

    assertThat(shorten(sql).holes()).hasSize(1);
    assertThat(shorten(sql).tokens()).hasSizeLessThan(45);
    assertThat(readsAs(sql, sql)).isTrue();
  }

  @Test
  void a_part_that_differs_in_anything_is_no_part() {
    String sql = "SELECT a.id FROM (" + ROWS + ") AS a";
    String other = sql.replace("acme", "globex");

    assertThat(shorten(other).holes()).isEmpty();
    assertThat(readsAs(sql, other)).isFalse();
    assertThat(readsAs(other, sql)).isFalse();
    assertThat(readsAs(sql, sql.replace("AS a", "AS b"))).isFalse();
    assertThat(readsAs(sql, "SELECT a.id FROM (" + ROWS + " LIMIT 5) AS a")).isFalse();
  }

  @Test
  void a_name_stands_for_a_part_only_as_an_item_of_from_and_only_if_the_part_was_there() {
    Map<String, Select> holes = Map.of("\"h4j_hole_0\"", reader.read(ROWS));
    Select tree = reader.read("SELECT a.id FROM (" + ROWS + ") AS a");

    assertThat(shape.same(tree, reader.read("SELECT a.id FROM \"h4j_hole_0\" AS a"), holes))
        .isTrue();
    assertThat(shape.same(tree, reader.read("SELECT a.id FROM \"h4j_hole_1\" AS a"), holes))
        .isFalse();
    assertThat(shape.same(tree, reader.read("SELECT a.id FROM x.\"h4j_hole_0\" AS a"), holes))
        .isFalse();
    assertThat(shape.same(tree, reader.read("SELECT a.id FROM \"h4j_hole_0\" AS a")))
        .isFalse();
    assertThat(shape.same(
            reader.read("SELECT (" + ROWS + ") FROM t"),
            reader.read("SELECT \"h4j_hole_0\" FROM t"),
            holes))
        .isFalse();
  }

  @Test
  void a_tenant_of_one_query_is_never_in_the_text_of_another() {
    SqlGovernor governor = Shop.governor(SqlDialect.POSTGRESQL);
    io.harden4j.identity.Principal eve =
        io.harden4j.identity.Principal.of("eve", "globex", "analyst");
    for (int i = 0; i < 3; i++) {
      assertThat(governor.governText("SELECT id FROM orders", Shop.ANA).sql())
          .contains("'acme'")
          .doesNotContain("globex");
      assertThat(governor.governText("SELECT id FROM orders", eve).sql())
          .contains("'globex'")
          .doesNotContain("acme");
      assertThat(governor.govern("SELECT id FROM orders", eve).parameters())
          .containsExactly("globex");
      assertThat(governor.govern("SELECT id FROM orders", Shop.ANA).parameters())
          .containsExactly("acme");
    }
  }
}
