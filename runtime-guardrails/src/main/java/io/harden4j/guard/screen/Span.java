package io.harden4j.guard.screen;

/**
 * A place in a text.
 *
 * @param kind  what stands there, such as {@code iban}; lower case
 * @param start index of its first character
 * @param end   index behind its last character
 */
public record Span(String kind, int start, int end) {
  /** Checks the order. */
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("a span from " + start + " to " + end + " holds nothing");
    }
  }
}
