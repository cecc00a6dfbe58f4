package io.harden4j.guard;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what a number in prose is from the words beside it: the 13 of "13 May" names a day, that of "13 EUR" an amount. */
final class Dates {
  /** What a number can be used as. */
  enum Kind {
    /** Anything. */
    PLAIN,
    /** An amount only. */
    MONEY,
    /** Nothing. */
    DATE
  }

  private static final Set<String> MONTHS = Set.of(
      ("january february march april may june july august september october november december"
              + " jan feb mar apr jun jul aug sep sept oct nov dec"
              + " januar februar m\u00e4rz mai juni juli oktober dezember okt dez"
              + " janvier f\u00e9vrier mars avril juin juillet ao\u00fbt septembre octobre novembre d\u00e9cembre"
              + " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
              + " gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre")
          .split(" ", -1));

  private static final Set<String> CURRENCIES = Set.of(
      "eur", "usd", "gbp", "chf", "jpy", "cny", "sek", "nok", "dkk", "pln", "czk", "huf", "cad",
      "aud", "inr", "brl", "euro", "euros", "dollar", "dollars", "pound", "pounds", "cents",
      "percent");

  private Dates() {}

  static Kind kind(List<String> words, int i) {
    String before = i > 0 ? words.get(i - 1) : "";
    String after = i + 1 < words.size() ? words.get(i + 1) : "";
    String number = words.get(i);
    if (number.length() <= 4 && (isMonth(before) || isMonth(after) || isMonth(second(words, i)))) {
      return Kind.DATE;
    }
    boolean money = Amounts.hasCurrency(number) || isCurrency(before) || isCurrency(after);
    return money ? Kind.MONEY : Kind.PLAIN;
  }

  /** "May 13 2024" and "13 of May": the month may stand two words away. */
  private static String second(List<String> words, int i) {
    boolean of = i + 2 < words.size() && words.get(i + 1).equals("of");
    if (of) {
      return words.get(i + 2);
    }
    boolean year = i >= 2 && words.get(i).length() == 4 && words.get(i - 1).length() <= 4;
    return year ? words.get(i - 2) : "";
  }

  private static boolean isMonth(String word) {
    return MONTHS.contains(word);
  }

  private static boolean isCurrency(String word) {
    return CURRENCIES.contains(word.toLowerCase(Locale.ROOT))
        || (word.length() == 1 && Amounts.hasCurrency(word));
  }
}
