package io.harden4j.rag.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RrfTest {
  @Test
  void adds_reciprocal_ranks_and_ignores_scores() {
    List<Hit> words = List.of(new Hit(1, 900), new Hit(2, 800));
    List<Hit> meaning = List.of(new Hit(2, 0.1), new Hit(3, 0.09));

    List<Hit> fused = Rrf.fuse(List.of(words, meaning), 10);

    assertThat(fused)
        .containsExactly(
            new Hit(2, 1.0 / 12 + 1.0 / 11), new Hit(1, 1.0 / 11), new Hit(3, 1.0 / 12));
  }

  @Test
  void ties_go_to_the_smaller_ordinal_and_the_limit_holds() {
    List<Hit> fused = Rrf.fuse(List.of(List.of(new Hit(9, 1)), List.of(new Hit(4, 1))), 1);

    assertThat(fused).extracting(Hit::ordinal).containsExactly(4);
  }

  @Test
  void no_rankings_give_no_hits() {
    assertThat(Rrf.fuse(List.of(), 5)).isEmpty();
    assertThatThrownBy(() -> Rrf.fuse(List.of(), 5, 0)).hasMessageContaining("k is 0");
  }
}
