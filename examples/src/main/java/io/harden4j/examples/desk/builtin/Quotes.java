package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Picks the sentences of the passages that say most about the question: rare words in common count more than frequent ones. */
final class Quotes {
  private static final int MOST = 10;
  private static final int MOST_OF_A_PAGE = 5;
  private static final double TOPIC_WEIGHT = 0.8;
  private static final double ORDER_WEIGHT = 0.6;
  private static final double TITLE_WEIGHT = 0.6;
  private static final Set<String> EMPTY_WORDS = Set.of(
      ("a an and are as at be by can do does for from get have how i if in is it its me my no not of on or our shop so than that the their then there this to"
              + " was we what when where which who will with you your please order")
          .split(" "));

  /** A sentence and the page it stands on. */
  record Quote(String page, String text) {}

  private record Candidate(Quote quote, Set<String> words, Set<String> title, int place) {}

  private Quotes() {}

  static List<Quote> of(Reading reading) {
    List<Candidate> candidates = candidates(reading);
    Map<String, Long> uses = candidates.stream()
        .flatMap(c -> c.words.stream())
        .collect(Collectors.groupingBy(w -> w, Collectors.counting()));
    Map<String, Double> wanted = wanted(reading);
    Comparator<Candidate> best = Comparator.comparingDouble(
            (Candidate c) -> -score(c, wanted, uses, candidates.size()))
        .thenComparingInt(Candidate::place);
    Map<String, Integer> perPage = new HashMap<>();
    List<Candidate> chosen = new ArrayList<>();
    candidates.stream().sorted(best).forEach(c -> {
      boolean fits = chosen.size() < MOST
          && score(c, wanted, uses, candidates.size()) > 0
          && perPage.merge(c.quote.page(), 1, Integer::sum) <= MOST_OF_A_PAGE;
      if (fits) {
        chosen.add(c);
      }
    });
    return chosen.stream().map(Candidate::quote).toList();
  }

  private static List<Candidate> candidates(Reading reading) {
    List<Candidate> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Reading.Quoted passage : reading.passages()) {
      if (!Obedience.isHidden(passage)) {
        Set<String> title = words(passage.title());
        for (String text : Sentences.in(passage.text())) {
          if (!text.endsWith("?") && seen.add(text)) {
            all.add(new Candidate(new Quote(passage.page(), text), words(text), title, all.size()));
          }
        }
      }
    }
    return all;
  }

  private static Map<String, Double> wanted(Reading reading) {
    Map<String, Double> wanted = new HashMap<>();
    Topic.of(reading.question()).stream()
        .flatMap(t -> t.words().stream())
        .forEach(w -> wanted.merge(stem(w), TOPIC_WEIGHT, Math::max));
    words(reading.question()).forEach(w -> wanted.put(w, 1.0));
    for (JsonNode order : reading.orders()) {
      String country = order.path("customer").path("country").asText();
      words(new Locale("", country).getDisplayCountry(Locale.ENGLISH))
          .forEach(w -> wanted.merge(w, ORDER_WEIGHT, Math::max));
      order
          .path("items")
          .forEach(i -> words(i.path("name").asText())
              .forEach(w -> wanted.merge(w, ORDER_WEIGHT, Math::max)));
    }
    return wanted;
  }

  private static double score(
      Candidate c, Map<String, Double> wanted, Map<String, Long> uses, int total) {
    double score = 0;
    for (Map.Entry<String, Double> word : wanted.entrySet()) {
      double rarity = Math.log(1 + (double) total / uses.getOrDefault(word.getKey(), 1L));
      if (c.words.contains(word.getKey())) {
        score += rarity * word.getValue();
      } else if (c.title.contains(word.getKey())) {
        score += rarity * word.getValue() * TITLE_WEIGHT;
      }
    }
    return score / Math.sqrt(4 + c.words.size());
  }

  private static Set<String> words(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}.]+"))
        .map(w -> w.replaceAll("^\\.+|\\.+$", ""))
        .filter(w -> !w.isEmpty() && !EMPTY_WORDS.contains(w))
        .map(Quotes::stem)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Cuts the commonest endings. */
  private static String stem(String word) {
    String bare = word.replaceAll("(ing|ed|es|s)$", "");
    return bare.length() >= 3 ? bare : word;
  }
}
