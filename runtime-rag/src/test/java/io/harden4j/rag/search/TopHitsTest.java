package io.harden4j.rag.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopHitsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void keeps_the_same_best_hits_in_whatever_order_they_come(long seed) {
    Random random = new Random(seed);
    List<Hit> hits = new ArrayList<>();
    for (int ordinal = 0; ordinal < 50; ordinal++) {
      hits.add(new Hit(ordinal, random.nextInt(5)));
    }
    List<Hit> expected = hits.stream()
        .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::ordinal))
        .limit(12)
        .toList();

    for (int round = 0; round < 20; round++) {
      Collections.shuffle(hits, random);
      TopHits top = new TopHits(12);
      hits.forEach(hit -> top.offer(hit.ordinal(), hit.score()));

      assertThat(top.best()).isEqualTo(expected);
    }
  }
}
