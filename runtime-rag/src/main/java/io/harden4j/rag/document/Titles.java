package io.harden4j.rag.document;

import java.util.Optional;

/** Finds the title of a document: front matter, else the first heading before any code, else the name of the file. */
final class Titles {
  private static final int MAX_TITLE = 200;

  private Titles() {}

  static String ofMarkdown(String text, FrontMatter front, String path) {
    String declared = front.values().getOrDefault("title", "");
    if (!declared.isBlank()) {
      return oneLine(declared);
    }
    return text.substring(front.end())
        .lines()
        .takeWhile(line -> !line.stripLeading().startsWith("```")) // '#' in code is a comment
        .map(AtxHeading::of)
        .flatMap(Optional::stream)
        .map(AtxHeading::title)
        .filter(title -> !title.isBlank())
        .findFirst()
        .map(Titles::oneLine)
        .orElseGet(() -> ofFile(path));
  }

  static String ofFile(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return oneLine(dot > 0 ? name.substring(0, dot) : name);
  }

  private static String oneLine(String title) {
    String clean = title.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (clean.codePointCount(0, clean.length()) <= MAX_TITLE) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, MAX_TITLE - 1)) + "…";
  }
}
