package io.harden4j.rag.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns English text into terms: compatibility forms unified (NFKC), lower case, words of letters and digits, without
 * possessive {@code 's}, without the most common words and those that only make a question, stemmed.
 */
final class EnglishAnalyzer {
  private static final int MAX_TERM = 64;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}]+)?");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Set<String> STOP_WORDS = words("""
      a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to \
      was will with""");

  /** They are in every question and in few documents, so BM25 would take them for telling: on Cranfield they cost 0.012. */
  private static final Set<String> QUESTION_WORDS = words("""
      i me my we us our you your he him his she her its who whom whose which what when where why how do does did done am \
      been being were has have had having can could may might must shall should would please any some from about""");

  private EnglishAnalyzer() {}

  static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    Matcher words =
        WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
    while (words.find()) {
      String word = withoutApostrophe(words.group());
      if (!STOP_WORDS.contains(word) && !QUESTION_WORDS.contains(word)) {
        terms.add(
            PorterStemmer.stem(word.length() <= MAX_TERM ? word : word.substring(0, MAX_TERM)));
      }
    }
    return terms;
  }

  /** {@code shop's} is found as {@code shop}, {@code don't} as {@code dont}. */
  private static String withoutApostrophe(String word) {
    int apostrophe = Math.max(word.indexOf('\''), word.indexOf('’'));
    if (apostrophe < 0) {
      return word;
    }
    String tail = word.substring(apostrophe + 1);
    String head = word.substring(0, apostrophe);
    return tail.equals("s") ? head : head + tail;
  }

  private static Set<String> words(String list) {
    return BLANKS.splitAsStream(list).collect(Collectors.toUnmodifiableSet());
  }
}
