package io.harden4j.retrieval;

import io.harden4j.identity.Principal;

/**
 * What a node asks a retriever for.
 *
 * @param text      the question; not blank
 * @param limit     most passages to return, 1 or more
 * @param principal who asks: a retriever returns only what this principal may see
 */
public record RetrievalQuery(String text, int limit, Principal principal) {
  /** Passages asked for where the caller does not say. */
  public static final int DEFAULT_LIMIT = 6;

  /** Checks the values. */
  public RetrievalQuery {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the query is blank; pass the text to look for");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; ask for 1 passage or more");
    }
  }
}
