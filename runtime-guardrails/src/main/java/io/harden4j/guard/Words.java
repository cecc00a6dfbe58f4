package io.harden4j.guard;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into whole tokens, in one pass. A token is never a part of a longer one. */
final class Words {
  private static final String BREAKS = "<>()[]{}\"'`|;=\u2018\u2019\u201c\u201d\u00ab\u00bb\u201e";
  private static final String EDGES = ".:!?*~\u2026,";

  /** Where a token stands. */
  record Span(int from, int to) {
    String of(String text) {
      return text.substring(from, to);
    }
  }

  private Words() {}

  static List<String> of(String normal) {
    return spans(normal).stream().map(span -> span.of(normal)).toList();
  }

  static List<Span> spans(String normal) {
    String start = normal.stripLeading();
    boolean json = start.startsWith("{") || start.startsWith("[");
    List<Span> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= normal.length(); i++) {
      if (i == normal.length() || breaksAt(normal, i, json)) {
        add(normal, from, i, words);
        from = i + 1;
      }
    }
    return words;
  }

  private static boolean breaksAt(String text, int i, boolean json) {
    char c = text.charAt(i);
    if (Character.isWhitespace(c) || Character.isSpaceChar(c) || BREAKS.indexOf(c) >= 0) {
      return true;
    }
    boolean afterDigit = i > 0 && isDigit(text.charAt(i - 1));
    boolean beforeDigit = i + 1 < text.length() && isDigit(text.charAt(i + 1));
    if (c == ',') {
      return json || !afterDigit || !beforeDigit;
    }
    boolean address = i + 1 < text.length() && text.charAt(i + 1) == '/';
    return c == ':' && !address && !afterDigit;
  }

  private static void add(String text, int from, int to, List<Span> words) {
    int start = from;
    int end = to;
    while (start < end && EDGES.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && EDGES.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end > start) {
      words.add(new Span(start, end));
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
