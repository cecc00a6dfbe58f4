package io.harden4j.rag.chunk;

/**
 * Sizes of chunks in estimated word pieces (an English word is about 1.3 of them). A chunk becomes longer than {@code
 * target} only to keep a heading with its text, or a table or a code fence in one piece, and never longer than {@code max}.
 *
 * @param target size to fill up to; 16 or more. Small sentence embedders do best with about 200
 * @param max largest size; a table or fence beyond it is cut between lines
 * @param minimum a chunk below this takes in the sub-section that follows it
 * @param overlap pieces of the chunk before that are repeated where a section is cut for its size; at most half of target
 */
public record ChunkLimits(int target, int max, int minimum, int overlap) {
  /** 200 pieces, at most 400, sub-sections joined below 40, no overlap. */
  public static final ChunkLimits DEFAULT = new ChunkLimits(200, 400, 40, 0);

  private static final int SMALLEST_TARGET = 16;

  public ChunkLimits {
    boolean fits = target >= SMALLEST_TARGET
        && target <= max
        && minimum >= 0
        && minimum <= target
        && overlap >= 0
        && overlap <= target / 2;
    if (!fits) {
      throw new IllegalArgumentException("limits must hold " + SMALLEST_TARGET
          + " <= target <= max, 0 <= minimum <= target, 0 <= overlap <= target/2; got target="
          + target + " max=" + max
          + " minimum=" + minimum + " overlap=" + overlap);
    }
  }
}
