package io.harden4j.rag.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the best hits of a scan; ties go to the smaller ordinal, so that rankings are reproducible. One use each. */
final class TopHits {
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingDouble(Hit::score).thenComparing(Hit::ordinal, Comparator.reverseOrder());

  private final int limit;
  private final PriorityQueue<Hit> kept = new PriorityQueue<>(WORST_FIRST);

  TopHits(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; ask for 1 hit or more");
    }
    this.limit = limit;
  }

  void offer(int ordinal, double score) {
    Hit worst = kept.peek();
    if (kept.size() < limit || worst == null) {
      kept.add(new Hit(ordinal, score));
    } else if (score > worst.score() || (score == worst.score() && ordinal < worst.ordinal())) {
      kept.poll();
      kept.add(new Hit(ordinal, score));
    }
  }

  /** Returns what was kept, best first. */
  List<Hit> best() {
    List<Hit> hits = new ArrayList<>(kept);
    hits.sort(Collections.reverseOrder(WORST_FIRST));
    return List.copyOf(hits);
  }
}
