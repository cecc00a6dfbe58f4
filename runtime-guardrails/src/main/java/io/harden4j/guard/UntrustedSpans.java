package io.harden4j.guard;

import io.harden4j.guard.Words.Span;
import io.harden4j.label.Integrity;
import io.harden4j.label.Labeled;
import io.harden4j.tool.RecordMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which parts of a value stand word by word in text that anybody could have written, and in nothing longer that the user or a trusted tool wrote: what a
 * human who is asked looks at first. What is not found may still have been led by that text; the whole value says so.
 */
final class UntrustedSpans {
  /** Of each source so many characters are looked at; beyond, nothing is marked. */
  private static final int LONGEST = 1 << 18;

  /** A single word that is shorter, and is no address, number or id, says nothing. */
  private static final int TELLING = 4;

  private final List<Labeled<String>> sources;

  UntrustedSpans(List<Labeled<String>> sources) {
    this.sources = sources;
  }

  /** Returns the parts, in order, apart from each other. */
  List<Span> in(String value) {
    List<Span> words = Words.spans(value);
    if (words.isEmpty() || sources.isEmpty()) {
      return List.of();
    }
    List<String> forms = words.stream().map(word -> Normal.form(word.of(value))).toList();
    int[] untrusted = new int[words.size()];
    int[] trusted = new int[words.size()];
    Map<String, List<Integer>> places = places(forms);
    for (Labeled<String> source : sources) {
      boolean isTrusted = RecordMark.strip(source.label()).atLeast(Integrity.TRUSTED_TOOL);
      cover(source.value(), places, isTrusted ? trusted : untrusted);
    }
    List<Span> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      boolean tells =
          untrusted[i] > 1 || forms.get(i).length() >= TELLING || IdWords.isTelling(forms.get(i));
      if (untrusted[i] > trusted[i] && tells) {
        add(words.get(i), i > 0 && untrusted[i] > 1 && untrusted[i - 1] > 1, found, i, words);
      }
    }
    return found;
  }

  private static void add(Span word, boolean goesOn, List<Span> found, int i, List<Span> words) {
    int last = found.size() - 1;
    if (goesOn && last >= 0 && found.get(last).to() == words.get(i - 1).to()) {
      found.set(last, new Span(found.get(last).from(), word.to()));
    } else {
      found.add(word);
    }
  }

  private static Map<String, List<Integer>> places(List<String> forms) {
    Map<String, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < forms.size(); i++) {
      places.computeIfAbsent(forms.get(i), w -> new ArrayList<>()).add(i);
    }
    return places;
  }

  /** Raises, for each word of the value, the length of the longest run of the source's words that it stands in. */
  private static void cover(String source, Map<String, List<Integer>> places, int[] longest) {
    String read = source.length() <= LONGEST ? source : source.substring(0, LONGEST);
    int[] before = new int[longest.length + 1];
    int[] now = new int[longest.length + 1];
    int[] ending = new int[longest.length];
    for (String word : Words.of(Normal.form(read))) {
      Arrays.fill(now, 0);
      for (int i : places.getOrDefault(word, List.of())) {
        now[i + 1] = before[i] + 1;
        ending[i] = Math.max(ending[i], now[i + 1]);
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    for (int i = 0; i < ending.length; i++) {
      for (int back = 0; back < ending[i]; back++) {
        longest[i - back] = Math.max(longest[i - back], ending[i]);
      }
    }
  }
}
