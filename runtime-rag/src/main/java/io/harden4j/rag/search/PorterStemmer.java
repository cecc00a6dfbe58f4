package io.harden4j.rag.search;

/**
 * The suffix stripping of M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, steps 1a to 5b, with the
 * two later departures of its author (step 2 takes {@code bli} for {@code abli}, and {@code logi}). Words with other
 * characters than {@code a} to {@code z} stay as they are.
 */
final class PorterStemmer {
  private static final String[][] STEP_2 = {
    {"ational", "ate"},
    {"tional", "tion"},
    {"enci", "ence"},
    {"anci", "ance"},
    {"izer", "ize"},
    {"bli", "ble"},
    {"alli", "al"},
    {"entli", "ent"},
    {"eli", "e"},
    {"ousli", "ous"},
    {"ization", "ize"},
    {"ation", "ate"},
    {"ator", "ate"},
    {"alism", "al"},
    {"iveness", "ive"},
    {"fulness", "ful"},
    {"ousness", "ous"},
    {"aliti", "al"},
    {"iviti", "ive"},
    {"biliti", "ble"},
    {"logi", "log"}
  };
  private static final String[][] STEP_3 = {
    {"icate", "ic"},
    {"ative", ""},
    {"alize", "al"},
    {"iciti", "ic"},
    {"ical", "ic"},
    {"ful", ""},
    {"ness", ""}
  };
  private static final String[] STEP_4 = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  private final StringBuilder word;

  private PorterStemmer(String word) {
    this.word = new StringBuilder(word);
  }

  static String stem(String word) {
    if (word.length() <= 2 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return word;
    }
    PorterStemmer stemmer = new PorterStemmer(word);
    stemmer.plurals();
    stemmer.pastAndProgressive();
    stemmer.finalY();
    stemmer.replaceFirst(STEP_2);
    stemmer.replaceFirst(STEP_3);
    stemmer.strip();
    stemmer.finalE();
    stemmer.doubleL();
    return stemmer.word.toString();
  }

  /** Step 1a. */
  private void plurals() {
    if (ends("sses") || ends("ies")) {
      cut(2);
    } else if (ends("s") && !ends("ss")) {
      cut(1);
    }
  }

  /** Step 1b. */
  private void pastAndProgressive() {
    if (ends("eed")) {
      if (measure(word.length() - 3) > 0) {
        cut(1);
      }
    } else if (ends("ed") && hasVowel(word.length() - 2)) {
      cut(2);
      repair();
    } else if (ends("ing") && hasVowel(word.length() - 3)) {
      cut(3);
      repair();
    }
  }

  private void repair() {
    if (ends("at") || ends("bl") || ends("iz")) {
      word.append('e');
    } else if (endsDouble() && !ends("l") && !ends("s") && !ends("z")) {
      cut(1);
    } else if (measure(word.length()) == 1 && endsShort(word.length())) {
      word.append('e');
    }
  }

  /** Step 1c. */
  private void finalY() {
    if (ends("y") && hasVowel(word.length() - 1)) {
      word.setCharAt(word.length() - 1, 'i');
    }
  }

  /** Steps 2 and 3: of the longest suffix that matches, and of no other. */
  private void replaceFirst(String[][] rules) {
    String[] match = null;
    for (String[] rule : rules) {
      boolean longer = match == null || rule[0].length() > match[0].length();
      match = longer && ends(rule[0]) ? rule : match;
    }
    if (match != null && measure(word.length() - match[0].length()) > 0) {
      cut(match[0].length());
      word.append(match[1]);
    }
  }

  /** Step 4. */
  private void strip() {
    String match = "";
    for (String suffix : STEP_4) {
      match = suffix.length() > match.length() && ends(suffix) ? suffix : match;
    }
    int stem = word.length() - match.length();
    boolean allowed =
        !match.equals("ion") || (stem > 0 && "st".indexOf(word.charAt(stem - 1)) >= 0);
    if (!match.isEmpty() && allowed && measure(stem) > 1) {
      cut(match.length());
    }
  }

  /** Step 5a. */
  private void finalE() {
    int stem = word.length() - 1;
    if (ends("e") && (measure(stem) > 1 || (measure(stem) == 1 && !endsShort(stem)))) {
      cut(1);
    }
  }

  /** Step 5b. */
  private void doubleL() {
    if (ends("ll") && measure(word.length()) > 1) {
      cut(1);
    }
  }

  private boolean ends(String suffix) {
    int start = word.length() - suffix.length();
    return start >= 0 && word.indexOf(suffix, start) == start;
  }

  private void cut(int characters) {
    word.setLength(word.length() - characters);
  }

  private boolean isConsonant(int i) {
    char c = word.charAt(i);
    if (c == 'y') {
      return i == 0 || !isConsonant(i - 1);
    }
    return "aeiou".indexOf(c) < 0;
  }

  /** Porter's m: how often a vowel is followed by a consonant in the first {@code length} characters. */
  private int measure(int length) {
    int measure = 0;
    for (int i = 1; i < length; i++) {
      measure += isConsonant(i) && !isConsonant(i - 1) ? 1 : 0;
    }
    return measure;
  }

  private boolean hasVowel(int length) {
    for (int i = 0; i < length; i++) {
      if (!isConsonant(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean endsDouble() {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && isConsonant(last);
  }

  /** Porter's *o: consonant, vowel, consonant at the end, the last one not w, x or y. */
  private boolean endsShort(int length) {
    return length >= 3
        && isConsonant(length - 1)
        && !isConsonant(length - 2)
        && isConsonant(length - 3)
        && "wxy".indexOf(word.charAt(length - 1)) < 0;
  }
}
