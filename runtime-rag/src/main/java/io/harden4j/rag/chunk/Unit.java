package io.harden4j.rag.chunk;

import java.util.List;

/**
 * The smallest thing that packing moves as a whole.
 *
 * @param start offset of the first character
 * @param end one past the last character
 * @param pieces its size in word pieces
 * @param level level of the heading it begins with, 0 if it begins with none
 * @param path headings in force for its text, outermost first
 */
record Unit(int start, int end, int pieces, int level, List<Heading> path) {
  /** Level of the innermost heading in force, 0 before the first one. */
  int sectionLevel() {
    return path.isEmpty() ? 0 : path.get(path.size() - 1).level();
  }
}
