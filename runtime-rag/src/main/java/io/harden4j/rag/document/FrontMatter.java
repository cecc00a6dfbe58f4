package io.harden4j.rag.document;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block between two {@code ---} lines at the very start of a Markdown text. Only flat {@code key: value} lines are
 * read; this is no YAML parser.
 *
 * @param end offset just behind the block, 0 if there is none
 * @param values what it says, keys in lower case; copied
 */
public record FrontMatter(int end, Map<String, String> values) {
  /** No front matter. */
  public static final FrontMatter NONE = new FrontMatter(0, Map.of());

  private static final int MAX_LINES = 100;
  private static final Pattern FENCE = Pattern.compile("---[ \\t]*\\R");
  private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(\\R|\\z)");
  private static final Pattern ENTRY = Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,63}):[ \\t]*(.*)");

  public FrontMatter {
    values = Map.copyOf(values);
  }

  /** Reads the front matter of a text; a text that starts with a mere rule has none. */
  public static FrontMatter of(String text) {
    Matcher open = FENCE.matcher(text);
    if (!open.lookingAt()) {
      return NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    Matcher line = LINE.matcher(text).region(open.end(), text.length());
    for (int count = 0;
        count < MAX_LINES && line.lookingAt() && line.end() > line.start();
        count++) {
      String content = line.group().strip();
      if (content.equals("---") || content.equals("...")) {
        return values.isEmpty() ? NONE : new FrontMatter(line.end(), values);
      }
      if (!readEntry(line.group(), values)) {
        return NONE;
      }
      line.region(line.end(), text.length());
    }
    return NONE;
  }

  private static boolean readEntry(String line, Map<String, String> values) {
    String content = line.stripTrailing();
    boolean continuation =
        content.isEmpty() || content.startsWith("#") || " \t-".indexOf(content.charAt(0)) >= 0;
    if (continuation) {
      return true;
    }
    Matcher entry = ENTRY.matcher(content);
    if (!entry.matches()) {
      return false;
    }
    values.put(entry.group(1).toLowerCase(Locale.ROOT), unquote(entry.group(2).strip()));
    return true;
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2
        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        && value.charAt(0) == value.charAt(value.length() - 1);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
