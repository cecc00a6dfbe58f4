package io.harden4j.rag.document;

import java.util.Optional;

/**
 * A Markdown heading of the form {@code ## Title}. Parsed by hand: on hostile lines a regular expression for it takes
 * quadratic time.
 *
 * @param level 1 to 6
 * @param title text without the marks
 */
public record AtxHeading(int level, String title) {
  private static final int MAX_LEVEL = 6;
  private static final int MAX_INDENT = 3;

  /** Reads one line, with or without its line end; empty if it is no heading. */
  public static Optional<AtxHeading> of(String line) {
    int start = 0;
    while (start < line.length() && start <= MAX_INDENT && line.charAt(start) == ' ') {
      start++;
    }
    int marks = start;
    while (marks < line.length() && line.charAt(marks) == '#') {
      marks++;
    }
    int level = marks - start;
    boolean heading = start <= MAX_INDENT
        && level >= 1
        && level <= MAX_LEVEL
        && (marks == line.length() || Character.isWhitespace(line.charAt(marks)));
    return heading
        ? Optional.of(new AtxHeading(level, withoutClosingMarks(line.substring(marks))))
        : Optional.empty();
  }

  private static String withoutClosingMarks(String rest) {
    String title = rest.strip();
    int end = title.length();
    while (end > 0 && title.charAt(end - 1) == '#') {
      end--;
    }
    boolean closed = end == 0 || Character.isWhitespace(title.charAt(end - 1));
    return closed ? title.substring(0, end).strip() : title;
  }
}
