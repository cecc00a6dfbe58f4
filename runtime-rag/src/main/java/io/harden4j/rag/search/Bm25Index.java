package io.harden4j.rag.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Ranks English texts by the words of a question: Okapi BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75.
 * Immutable and safe for concurrent use.
 */
public final class Bm25Index {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private final Map<String, Postings> postings;
  private final double[] lengthNorms; // k1 * (1 - b + b * length / average length)

  private Bm25Index(Map<String, Postings> postings, double[] lengthNorms) {
    this.postings = postings;
    this.lengthNorms = lengthNorms;
  }

  /** Builds an index; the ordinal of a text is its position in the list. */
  public static Bm25Index of(List<String> texts) {
    Map<String, Postings> postings = new HashMap<>();
    int[] lengths = new int[texts.size()];
    long total = 0;
    for (int ordinal = 0; ordinal < lengths.length; ordinal++) {
      List<String> terms = EnglishAnalyzer.terms(texts.get(ordinal));
      for (String term : terms) {
        postings.computeIfAbsent(term, t -> new Postings()).add(ordinal);
      }
      lengths[ordinal] = terms.size();
      total += terms.size();
    }
    return new Bm25Index(postings, norms(lengths, total));
  }

  private static double[] norms(int[] lengths, long total) {
    double average = Math.max(1.0, (double) total / Math.max(1, lengths.length));
    double[] norms = new double[lengths.length];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = K1 * (1 - B + B * lengths[i] / average);
    }
    return norms;
  }

  /** Returns the number of texts. */
  public int size() {
    return lengthNorms.length;
  }

  /**
   * Ranks the texts that share a term with the question, best first; ties go to the smaller ordinal. A term that is asked
   * for twice counts twice.
   *
   * @param limit most hits to return; 1 or more
   * @param accepts ordinals that may be returned
   */
  public List<Hit> search(String question, int limit, IntPredicate accepts) {
    double[] scores = new double[size()];
    List<Integer> touched = new ArrayList<>();
    for (String term : EnglishAnalyzer.terms(question)) {
      Postings found = postings.get(term);
      if (found != null) {
        addScores(found, scores, touched);
      }
    }
    TopHits top = new TopHits(limit);
    for (int ordinal : touched) {
      if (accepts.test(ordinal)) {
        top.offer(ordinal, scores[ordinal]);
      }
    }
    return top.best();
  }

  private void addScores(Postings found, double[] scores, List<Integer> touched) {
    double idf = Math.log(1 + (size() - found.size() + 0.5) / (found.size() + 0.5));
    for (int i = 0; i < found.size(); i++) {
      int ordinal = found.ordinal(i);
      double frequency = found.frequency(i);
      if (scores[ordinal] == 0) {
        touched.add(ordinal);
      }
      scores[ordinal] += idf * frequency * (K1 + 1) / (frequency + lengthNorms[ordinal]);
    }
  }
}
