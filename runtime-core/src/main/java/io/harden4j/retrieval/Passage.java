package io.harden4j.retrieval;

import io.harden4j.label.Label;
import java.util.Map;

/**
 * A retrieved piece of a document. Immutable.
 *
 * @param id       stable id of the chunk
 * @param source   id of the document it was cut from, such as a relative path
 * @param title    heading path inside the document, or empty
 * @param text     the text
 * @param start    first character in the document, counted from 0
 * @param end      one past the last character
 * @param sha256   hash of {@code text}, hex
 * @param score    relevance in this retrieval; higher is better, comparable only inside one result
 * @param label    who could have written it and who may see it
 * @param metadata further facts for citations; copied
 */
public record Passage(
    String id,
    String source,
    String title,
    String text,
    int start,
    int end,
    String sha256,
    double score,
    Label label,
    Map<String, String> metadata) {
  /** Copies the metadata. */
  public Passage {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span " + start + ".." + end + " of passage '" + id + "' is not a span");
    }
    metadata = Map.copyOf(metadata);
  }

  /** Returns this passage with another score. */
  public Passage withScore(double newScore) {
    return new Passage(id, source, title, text, start, end, sha256, newScore, label, metadata);
  }

  /** Returns this passage with another label. */
  public Passage withLabel(Label newLabel) {
    return new Passage(id, source, title, text, start, end, sha256, score, newLabel, metadata);
  }
}
