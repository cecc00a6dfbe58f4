package io.harden4j.examples.desk;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds order numbers in what a customer wrote. */
final class OrderIds {
  private static final int MOST = 3;
  private static final Pattern ORDER = Pattern.compile("\\b[A-Z]-[0-9]{4,6}\\b");

  private OrderIds() {}

  /** Returns the first {@value #MOST} different numbers, in order. */
  static List<String> in(String question) {
    return ORDER
        .matcher(question)
        .results()
        .map(MatchResult::group)
        .distinct()
        .limit(MOST)
        .toList();
  }
}
