package io.harden4j.rag.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NdcgTest {
  private static final Map<Integer, Integer> GAINS = Map.of(1, 4, 2, 2);

  @Test
  void the_ideal_order_is_one_and_nothing_found_is_zero() {
    assertThat(Ndcg.at(10, List.of(1, 2, 9), GAINS)).isEqualTo(1.0);
    assertThat(Ndcg.at(10, List.of(7, 8), GAINS)).isZero();
  }

  @Test
  void a_later_place_counts_less_and_beyond_the_depth_nothing() {
    double ideal = 4 + 2 / (Math.log(3) / Math.log(2));

    assertThat(Ndcg.at(10, List.of(9, 9, 1), GAINS)).isCloseTo(4 / 2.0 / ideal, within(1e-12));
    assertThat(Ndcg.at(2, List.of(9, 9, 1), GAINS)).isZero();
  }
}
