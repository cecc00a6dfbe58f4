package io.harden4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectOnlyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) AS orders FROM orders",
        "select a.id, sum(b.total) from a join b on a.id = b.a where a.name = 'x; DROP TABLE y' group by a.id limit 5",
        "WITH recent AS (SELECT id FROM orders) SELECT * FROM recent"
      })
  void one_plain_select_passes(String sql) {
    assertThat(SelectOnly.isOneSelect(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT; DROP TABLE orders; SELECT 1 AS done",
        "SELECT 1; DROP TABLE orders",
        "/* SELECT */ DELETE FROM orders",
        "SELECT * INTO copy FROM orders",
        "SELECT * FROM orders FOR UPDATE",
        "COPY orders TO PROGRAM 'sh'",
        "SET default_transaction_read_only = off",
        "",
        "what?"
      })
  void anything_else_is_stopped(String sql) {
    assertThat(SelectOnly.isOneSelect(sql)).isFalse();
  }
}
