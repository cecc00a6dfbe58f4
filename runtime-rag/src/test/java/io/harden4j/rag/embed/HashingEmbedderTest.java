package io.harden4j.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashingEmbedderTest {
  private final Embedder embedder = HashingEmbedder.create();

  @Test
  void a_text_has_one_vector_in_every_process() {
    float[] vector = HashingEmbedder.of(8).embedQuery("a refund");

    assertThat(vector).hasSize(8).isEqualTo(HashingEmbedder.of(8).embedQuery("A  REFUND!"));
    assertThat(Arrays.hashCode(vector))
        .as("pinned: stored vectors depend on it")
        .isEqualTo(1591171672);
  }

  @Test
  void texts_that_share_words_or_spelling_are_nearer() {
    float[] question = embedder.embedQuery("refund of a returned parcel");

    double same = cosine(question, embedder.embedQuery("A parcel that was returned: the refund"));
    double misspelt = cosine(question, embedder.embedQuery("refunds for returning parcels"));
    double other = cosine(question, embedder.embedQuery("wing flutter at supersonic speed"));

    assertThat(same).isGreaterThan(misspelt);
    assertThat(misspelt).isGreaterThan(other + 0.1);
  }

  @Test
  void embeds_in_the_order_of_the_texts() {
    List<float[]> vectors = embedder.embed(List.of("one", "two", ""));

    assertThat(vectors.get(0)).isEqualTo(embedder.embedQuery("one"));
    assertThat(vectors.get(1)).isEqualTo(embedder.embedQuery("two"));
    assertThat(vectors.get(2)).containsOnly(0f);
  }

  @Test
  void the_id_names_what_the_vectors_depend_on() {
    assertThat(embedder.id()).isEqualTo("hashing-1-512");
    assertThat(embedder.dimension()).isEqualTo(512);
    assertThatThrownBy(() -> HashingEmbedder.of(1)).hasMessageContaining("2 or more");
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}
