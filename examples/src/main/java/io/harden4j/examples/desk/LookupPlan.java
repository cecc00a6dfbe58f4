package io.harden4j.examples.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the router's model answers.
 *
 * @param lookup   where to look
 * @param searches what to search the handbook for, beside the question itself; at most {@value #MOST} are kept
 */
record LookupPlan(Lookup lookup, List<String> searches) {
  private static final int MOST = 4;

  LookupPlan(Lookup lookup, @Nullable List<String> searches) {
    if (lookup == null) {
      throw new IllegalArgumentException("lookup is missing; it is HANDBOOK, ORDERS or BOTH");
    }
    this.lookup = lookup;
    this.searches = searches == null
        ? List.of()
        : searches.stream().filter(s -> !s.isBlank()).limit(MOST).toList();
  }
}
