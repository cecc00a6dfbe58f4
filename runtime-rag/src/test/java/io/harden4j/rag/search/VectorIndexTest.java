package io.harden4j.rag.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorIndexTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void ranks_like_the_plain_cosine_at_any_dimension(long seed) {
    Random random = new Random(seed);
    for (int dimension = 1; dimension <= 13; dimension++) {
      int length = dimension;
      List<float[]> vectors =
          IntStream.range(0, 60).mapToObj(i -> randomVector(random, length)).toList();
      float[] question = randomVector(random, length);

      List<Hit> hits = VectorIndex.of(length, vectors).search(question, 60, any -> true);

      assertThat(hits)
          .hasSize(60)
          .isSortedAccordingTo(Comparator.comparingDouble(Hit::score).reversed());
      assertThat(hits)
          .allSatisfy(hit -> assertThat(hit.score())
              .isCloseTo(cosine(question, vectors.get(hit.ordinal())), within(1e-5)));
    }
  }

  @Test
  void keeps_the_best_and_breaks_ties_by_position() {
    float[] east = {1, 0};
    VectorIndex index = VectorIndex.of(
        2, List.of(new float[] {0, 1}, new float[] {5, 0}, east, new float[] {-1, 0}));

    List<Hit> hits = index.search(east, 2, any -> true);

    assertThat(hits).containsExactly(new Hit(1, 1.0), new Hit(2, 1.0));
    assertThat(index.search(east, 1, i -> i > 1)).containsExactly(new Hit(2, 1.0));
  }

  @Test
  void does_not_change_what_it_was_given() {
    float[] vector = {3, 4};
    VectorIndex index = VectorIndex.of(2, List.of(vector));

    index.vector(0)[0] = 9;

    assertThat(vector).containsExactly(3, 4);
    assertThat(index.vector(0)).containsExactly(0.6f, 0.8f);
  }

  @Test
  void a_vector_of_zeros_is_no_error() {
    VectorIndex index = VectorIndex.of(2, List.of(new float[2], new float[] {1, 0}));

    assertThat(index.search(new float[] {1, 0}, 2, any -> true))
        .containsExactly(new Hit(1, 1.0), new Hit(0, 0.0));
  }

  @Test
  void refuses_vectors_that_do_not_fit() {
    VectorIndex index = VectorIndex.of(2, List.of(new float[] {1, 0}));

    assertThatThrownBy(() -> index.search(new float[3], 1, any -> true))
        .hasMessageContaining("one embedder");
    assertThatThrownBy(() -> VectorIndex.of(2, List.of(new float[] {Float.NaN, 0})))
        .hasMessageContaining("NaN");
  }

  private static float[] randomVector(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}
