package io.harden4j.guard;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Tells ids from ordinary words. An ordinary word is never an id: everything could be "found" in prose. */
final class IdWords {
  private static final Set<String> MARKERS =
      Set.of("#", "id", "ids", "nr", "number", "num", "nummer", "numero");
  private static final Set<String> NOT_NOUNS =
      Set.of("", "id", "ids", "no", "of", "the", "to", "from", "in", "by");

  private IdWords() {}

  /** Says whether it is digits only, with or without a leading {@code #}. */
  static boolean isNumber(String word) {
    String bare = bare(word);
    for (int i = 0; i < bare.length(); i++) {
      if (bare.charAt(i) < '0' || bare.charAt(i) > '9') {
        return false;
      }
    }
    return !bare.isEmpty();
  }

  /** Says whether nobody writes it by chance: it has a digit, an underscore, an inner dot or slash, or a sigil in front. */
  static boolean isTelling(String word) {
    if (word.length() > 1 && (word.charAt(0) == '#' || word.charAt(0) == '@')) {
      return true;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isDigit(c) || c == '_' || c == '.' || c == '/') {
        return true;
      }
    }
    return false;
  }

  /** Returns the word without its sigil. */
  static String bare(String word) {
    boolean sigil = word.length() > 1 && (word.charAt(0) == '#' || word.charAt(0) == '@');
    return sigil ? word.substring(1) : word;
  }

  /** Returns the nouns in an argument's name: what the thing is, beside which its name may stand. */
  static Set<String> nounsOf(String argument) {
    Set<String> words = new HashSet<>();
    for (String word : spaced(argument)) {
      if (!NOT_NOUNS.contains(word) && !word.equals("name")) {
        words.add(word);
        words.add(word.endsWith("s") ? word.substring(0, word.length() - 1) : word + "s");
      }
    }
    return words;
  }

  private static String[] spaced(String argument) {
    String spaced = argument.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return spaced.split("[^a-z0-9]+", -1);
  }

  /** Returns the words that make a short number behind them an id for this argument: for {@code order_id} also "order". */
  static Set<String> markersOf(String argument) {
    Set<String> words = new HashSet<>(MARKERS);
    for (String word : spaced(argument)) {
      if (!NOT_NOUNS.contains(word)) {
        words.add(word);
        words.add(word + "_id");
      }
    }
    return words;
  }
}
