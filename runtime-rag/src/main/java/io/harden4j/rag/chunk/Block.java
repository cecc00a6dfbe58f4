package io.harden4j.rag.chunk;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a document that belongs together.
 *
 * @param kind what it is
 * @param start offset of the first character
 * @param end one past the last character, without the line end
 * @param heading set for a {@link Kind#HEADING} only
 */
record Block(Kind kind, int start, int end, @Nullable Heading heading) {
  enum Kind {
    HEADING,
    /** May be cut between sentences. */
    PROSE,
    /** A table or a fence: cut only where it is larger than a chunk may be, and then between lines. */
    LINES
  }
}
