package io.harden4j.rag.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Normalised discounted cumulative gain with linear gain (Järvelin and Kekäläinen 2002). */
final class Ndcg {
  private Ndcg() {}

  static double at(int depth, List<Integer> ranking, Map<Integer, Integer> gains) {
    List<Integer> ideal =
        gains.values().stream().sorted(Comparator.reverseOrder()).toList();
    List<Integer> found = ranking.stream().map(i -> gains.getOrDefault(i, 0)).toList();
    double best = discounted(depth, ideal);
    return best == 0 ? 0 : discounted(depth, found) / best;
  }

  private static double discounted(int depth, List<Integer> gains) {
    double sum = 0;
    for (int rank = 0; rank < Math.min(depth, gains.size()); rank++) {
      sum += gains.get(rank) / (Math.log(rank + 2) / Math.log(2));
    }
    return sum;
  }
}
