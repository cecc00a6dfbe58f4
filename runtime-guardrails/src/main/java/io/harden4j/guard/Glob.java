package io.harden4j.guard;

import java.util.ArrayList;
import java.util.List;

/** A pattern of {@code *} and {@code ?} over a whole text. Each literal piece takes its leftmost place: no backtracking. */
final class Glob {
  static final int MAX_STARS = 8;
  static final int MAX_TEXT = 4096;
  private static final int MAX_PATTERN = 256;

  private final List<String> pieces;

  private Glob(List<String> pieces) {
    this.pieces = pieces;
  }

  static Glob of(String pattern) {
    List<String> pieces = new ArrayList<>(List.of(pattern.split("\\*", -1)));
    if (pieces.size() > MAX_STARS + 1 || pattern.length() > MAX_PATTERN) {
      throw new InvalidPolicyException("the glob " + Visible.quote(pattern) + " has more than "
          + MAX_STARS + " stars or " + MAX_PATTERN + " characters; shorten it");
    }
    return new Glob(pieces);
  }

  boolean matches(String text) {
    if (text.length() > MAX_TEXT) {
      return false;
    }
    String first = pieces.get(0);
    String last = pieces.get(pieces.size() - 1);
    if (pieces.size() == 1) {
      return text.length() == first.length() && fits(text, 0, first);
    }
    int end = text.length() - last.length();
    if (end < first.length() || !fits(text, 0, first) || !fits(text, end, last)) {
      return false;
    }
    int from = first.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int at = find(text, from, end - piece.length(), piece);
      if (at < 0) {
        return false;
      }
      from = at + piece.length();
    }
    return true;
  }

  private static int find(String text, int from, int last, String piece) {
    for (int at = from; at <= last; at++) {
      if (fits(text, at, piece)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean fits(String text, int at, String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (piece.charAt(i) != '?' && piece.charAt(i) != text.charAt(at + i)) {
        return false;
      }
    }
    return true;
  }
}
