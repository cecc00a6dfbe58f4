package io.harden4j.rag.chunk;

/**
 * A heading and its place.
 *
 * @param level 1 to 6
 * @param title shortened title
 * @param start offset of its first character in the document
 */
record Heading(int level, String title, int start) {
  private static final int MAX_TITLE = 120;

  Heading {
    if (title.length() > MAX_TITLE) {
      int cut = Character.isHighSurrogate(title.charAt(MAX_TITLE - 1)) ? MAX_TITLE - 1 : MAX_TITLE;
      title = title.substring(0, cut);
    }
  }
}
