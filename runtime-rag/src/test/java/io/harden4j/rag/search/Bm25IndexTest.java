package io.harden4j.rag.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class Bm25IndexTest {
  @Test
  void scores_as_the_formula_says() {
    Bm25Index index = Bm25Index.of(List.of("refund refund order", "order", "delivery time"));

    List<Hit> hits = index.search("refunds", 10, any -> true);

    double idf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
    double norm = 1.2 * (1 - 0.75 + 0.75 * 3 / 2.0);
    assertThat(hits).singleElement().satisfies(hit -> {
      assertThat(hit.ordinal()).isZero();
      assertThat(hit.score()).isCloseTo(idf * 2 * 2.2 / (2 + norm), within(1e-12));
    });
  }

  @Test
  void prefers_rare_words_and_short_texts() {
    Bm25Index index = Bm25Index.of(
        List.of("order order", "order parcel", "order", "parcel and many more other words"));

    assertThat(ordinals(index.search("parcel", 10, any -> true))).containsExactly(1, 3);
    assertThat(ordinals(index.search("order parcel", 1, any -> true))).containsExactly(1);
  }

  @Test
  void equal_scores_come_in_the_order_of_the_texts() {
    Bm25Index index = Bm25Index.of(List.of("x y", "order a1", "order b2", "order c3", "order d4"));

    assertThat(ordinals(index.search("order", 3, any -> true))).containsExactly(1, 2, 3);
  }

  @Test
  void returns_only_what_is_accepted_and_fills_up_with_the_next() {
    Bm25Index index = Bm25Index.of(List.of("order", "order", "order", "parcel"));

    assertThat(ordinals(index.search("order", 2, i -> i != 0))).containsExactly(1, 2);
  }

  @Test
  void unknown_words_and_empty_indexes_find_nothing() {
    assertThat(Bm25Index.of(List.of("order")).search("unknown the ?!", 5, any -> true))
        .isEmpty();
    assertThat(Bm25Index.of(List.of()).search("order", 5, any -> true)).isEmpty();
    assertThat(Bm25Index.of(List.of("", "?")).search("order", 5, any -> true)).isEmpty();
  }

  @Test
  void refuses_to_return_no_hits() {
    assertThatThrownBy(() -> Bm25Index.of(List.of("order")).search("order", 0, any -> true))
        .hasMessageContaining("1 hit or more");
  }

  private static List<Integer> ordinals(List<Hit> hits) {
    return hits.stream().map(Hit::ordinal).toList();
  }
}
