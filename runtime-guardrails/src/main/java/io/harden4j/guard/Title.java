package io.harden4j.guard;

import java.util.Locale;
import java.util.Set;

/** The name of a thing, whichever way it is written: {@code grocery-list.docx} is called "grocery list". */
final class Title {
  private static final Set<String> EXTENSIONS = Set.of(
      ("txt md csv tsv json xml yaml yml html htm pdf doc docx odt rtf xls xlsx ods ppt pptx odp png jpg jpeg gif svg webp zip tar gz log ics eml msg mp3"
              + " mp4 js ts py java sh sql")
          .split(" ", -1));

  private Title() {}

  /** Returns the title in words. */
  static String words(String name) {
    String line = Normal.line(name);
    int dot = line.lastIndexOf('.');
    boolean file = dot > 0 && isExtension(line.substring(dot + 1));
    return (file ? line.substring(0, dot) : line).replaceAll("[-_]+", " ").strip();
  }

  static boolean same(String a, String b) {
    return words(a).equals(words(b));
  }

  static boolean isExtension(String word) {
    return EXTENSIONS.contains(word.toLowerCase(Locale.ROOT));
  }
}
