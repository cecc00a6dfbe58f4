package io.harden4j.rag.chunk;

import java.util.List;

/**
 * A piece of a document. Immutable; safe to share between threads.
 *
 * @param id 24 hex digits that depend on document id, chunker version, ordinal and text, and on nothing else
 * @param documentId the document it was cut from
 * @param ordinal position among the chunks of the document, from 0
 * @param start first character in the document's text
 * @param end one past the last character
 * @param text the characters from {@code start} to {@code end}, unchanged
 * @param sha256 hash of {@code text} in UTF-8, hex
 * @param headings titles of the headings above it, outermost first; copied
 * @param searchText what is indexed: the text, after those of the headings that are not part of it
 */
public record Chunk(
    String id,
    String documentId,
    int ordinal,
    int start,
    int end,
    String text,
    String sha256,
    List<String> headings,
    String searchText) {
  public Chunk {
    if (start < 0 || end - start != text.length()) {
      throw new IllegalArgumentException("span " + start + ".." + end + " of chunk " + ordinal
          + " of '" + documentId + "' does not fit its text of " + text.length() + " characters");
    }
    headings = List.copyOf(headings);
  }
}
