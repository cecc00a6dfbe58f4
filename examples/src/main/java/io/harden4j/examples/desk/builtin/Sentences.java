package io.harden4j.examples.desk.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts Markdown into pieces that can be quoted: table rows, list items and sentences, without markup. */
final class Sentences {
  private static final Pattern ITEM = Pattern.compile("^\\s*([-*]|[0-9]+\\.)\\s+.*");
  private static final Pattern RULE = Pattern.compile("^\\|[\\s|:-]*$");
  private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+(?=[\\p{Lu}\"])");
  private static final int SHORTEST = 12;

  private Sentences() {}

  static List<String> in(String markdown) {
    List<String> pieces = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    List<String> lines = markdown.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      boolean header =
          i + 1 < lines.size() && RULE.matcher(lines.get(i + 1).strip()).matches();
      if (line.startsWith("|")) {
        flush(block, pieces);
        if (!header && !RULE.matcher(line).matches()) {
          pieces.add(plain(line));
        }
      } else if (line.isEmpty() || line.startsWith("#") || ITEM.matcher(line).matches()) {
        flush(block, pieces);
        block.append(line.startsWith("#") ? "" : line.replaceFirst("^([-*]|[0-9]+\\.)\\s+", ""));
      } else {
        block.append(block.isEmpty() ? "" : " ").append(line);
      }
    }
    flush(block, pieces);
    return pieces.stream().filter(p -> p.length() >= SHORTEST).toList();
  }

  private static void flush(StringBuilder block, List<String> pieces) {
    if (!block.isEmpty()) {
      END.splitAsStream(plain(block.toString())).forEach(pieces::add);
      block.setLength(0);
    }
  }

  /** Returns the text without emphasis and code marks; a table row keeps its bars. */
  static String plain(String markdown) {
    return markdown.replaceAll("[*`]", "").replaceAll("\\s+", " ").strip();
  }
}
