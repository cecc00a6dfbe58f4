package io.harden4j.rag;

import io.harden4j.rag.search.Bm25Index;
import io.harden4j.rag.search.Hit;
import io.harden4j.rag.search.VectorIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of an index: retrievals that began on it end on it, whatever a refresh does meanwhile.
 *
 * @param entries chunks; the ordinals of both indexes are positions in this list
 * @param words ranks by words
 * @param vectors ranks by meaning; null without an embedder
 * @param report how it came to be
 */
record Corpus(
    List<Entry> entries, Bm25Index words, @Nullable VectorIndex vectors, IngestReport report) {
  Corpus {
    entries = List.copyOf(entries);
  }

  IntPredicate visibleTo(Access access) {
    return ordinal -> access.mayRead(entries.get(ordinal).document().label().readers());
  }

  List<Hit> byMeaning(float[] question, int limit, IntPredicate accepts) {
    return vectors == null ? List.of() : vectors.search(question, limit, accepts);
  }

  /** Returns the vectors by the text they stand for, so that a refresh embeds only what changed. */
  Map<String, float[]> vectorsByText() {
    Map<String, float[]> byText = new HashMap<>();
    if (vectors != null) {
      for (int i = 0; i < entries.size(); i++) {
        byText.put(entries.get(i).chunk().searchText(), vectors.vector(i));
      }
    }
    return byText;
  }
}
