package io.harden4j.rag.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): a text scores the sum of {@code 1 / (k + rank)} over the rankings
 * that hold it. It needs no scores that compare across rankings.
 */
public final class Rrf {
  /** Small, so that first places count: better than the usual 60 on the collection that we test with. */
  public static final int DEFAULT_K = 10;

  private Rrf() {}

  /** Fuses with {@link #DEFAULT_K}. */
  public static List<Hit> fuse(List<List<Hit>> rankings, int limit) {
    return fuse(rankings, limit, DEFAULT_K);
  }

  /**
   * Returns at most {@code limit} hits, best first; ties go to the smaller ordinal.
   *
   * @param k how little the first places stand out; 1 or more
   */
  public static List<Hit> fuse(List<List<Hit>> rankings, int limit, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; it must be 1 or more");
    }
    Map<Integer, Double> scores = new HashMap<>();
    for (List<Hit> ranking : rankings) {
      for (int rank = 1; rank <= ranking.size(); rank++) {
        scores.merge(ranking.get(rank - 1).ordinal(), 1.0 / (k + rank), Double::sum);
      }
    }
    TopHits top = new TopHits(limit);
    scores.forEach(top::offer);
    return top.best();
  }
}
