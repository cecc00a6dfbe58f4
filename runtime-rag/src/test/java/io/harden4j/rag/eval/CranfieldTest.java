package io.harden4j.rag.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.harden4j.rag.embed.MiniLmEmbedder;
import io.harden4j.rag.search.Bm25Index;
import io.harden4j.rag.search.Hit;
import io.harden4j.rag.search.Rrf;
import io.harden4j.rag.search.VectorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Floors for the quality of search on a judged collection. The runs with the model embed 1,400 abstracts, which takes half a
 * minute: {@code -Dharden4j.tier=full}.
 */
class CranfieldTest {
  private static final int DEPTH = 100;
  private static final String TIER = System.getProperty("harden4j.tier", "verify");
  private static final boolean FULL = TIER.equals("full");
  private static final Map<String, Object> EVIDENCE = new TreeMap<>();

  private static String skipReason = "";
  private static Cranfield collection;
  private static Bm25Index words;

  @BeforeAll
  static void read() throws IOException {
    Path folder = Cranfield.folder().orElse(null);
    if (folder == null) {
      skipReason =
          "the Cranfield collection is not here; set HARDEN4J_DATA to the folder that holds cranfield/";
      System.out.println("skipped: " + skipReason);
      return;
    }
    collection = Cranfield.read(folder);
    words = Bm25Index.of(collection.texts());
  }

  @AfterAll
  static void writeEvidence() throws IOException {
    EVIDENCE.put("tier", TIER);
    EVIDENCE.put(
        "ran", EVIDENCE.keySet().stream().filter(k -> k.startsWith("ndcg10")).count());
    EVIDENCE.put("skipped", skipReason);
    Path file = Files.createDirectories(Path.of("target", "evidence")).resolve("retrieval.json");
    JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValue(file.toFile(), EVIDENCE);
  }

  @Test
  void words_alone_reach_what_a_mature_engine_reaches() {
    assumeTrue(collection != null, skipReason);

    double ndcg =
        record("ndcg10Bm25", collection.ndcg10(q -> positions(words.search(q, 10, any -> true))));

    assertThat(ndcg).isGreaterThanOrEqualTo(0.52);
  }

  @Test
  void words_and_meaning_together_beat_either_alone() {
    assumeTrue(collection != null, skipReason);
    skipReason = FULL ? "" : "dense and hybrid: run with -Dharden4j.tier=full";
    assumeTrue(FULL, skipReason);
    try (MiniLmEmbedder embedder = MiniLmEmbedder.create()) {
      VectorIndex meaning =
          VectorIndex.of(embedder.dimension(), embedder.embed(collection.texts()));
      List<float[]> questions = embedder.embed(collection.questions());
      Map<String, float[]> vectors = new TreeMap<>();
      for (int i = 0; i < questions.size(); i++) {
        vectors.put(collection.questions().get(i), questions.get(i));
      }

      double bm25 = collection.ndcg10(q -> positions(words.search(q, 10, any -> true)));
      double dense = record(
          "ndcg10Dense",
          collection.ndcg10(q -> positions(meaning.search(vectors.get(q), 10, any -> true))));
      double hybrid = record(
          "ndcg10Hybrid",
          collection.ndcg10(q -> positions(Rrf.fuse(
              List.of(
                  words.search(q, DEPTH, any -> true),
                  meaning.search(vectors.get(q), DEPTH, any -> true)),
              10))));

      assertThat(dense).isGreaterThanOrEqualTo(0.49);
      assertThat(hybrid).isGreaterThanOrEqualTo(0.55).isGreaterThan(Math.max(bm25, dense));
    }
  }

  private static double record(String run, double ndcg) {
    EVIDENCE.put(run, Math.round(ndcg * 10_000) / 10_000.0);
    System.out.printf(Locale.ROOT, "Cranfield %s = %.4f%n", run, ndcg);
    return ndcg;
  }

  private static List<Integer> positions(List<Hit> hits) {
    return hits.stream().map(Hit::ordinal).toList();
  }
}
