package io.harden4j.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names in one text of the user or the application. A name is a phrase in quotes, a proper noun ("write to Sarah Baker"), or a word beside the noun that
 * says what it is ("the channel general"). An ordinary word is never a name: everything could be "found" in prose.
 */
final class Phrases {
  private static final int SHORTEST_CONTENT_WORD = 3;
  private static final Set<String> FUNCTION_WORDS = Set.of(
      ("a an and are as at be but by can could do does for from had has have he her him his how i if in into is it its me my no not of on or our out she so"
              + " some that the their them then there these they this those to up us was we were what when where which who why will with would you your"
              + " all any also again about after before between each every more most new other same such than very please")
          .split(" ", -1));

  /** A word where it stands: as written, folded, and whether a capital says nothing because a sentence begins here. */
  private record Word(String raw, String folded, boolean first) {
    boolean isProper() {
      return Character.isUpperCase(raw.codePointAt(0));
    }
  }

  private final List<Word> words = new ArrayList<>();
  private final Set<String> quoted;
  private final String blank;

  private Phrases(String text) {
    String plain = Normal.unfolded(text);
    this.quoted = Quotes.in(plain);
    this.blank = plain.replaceAll("\\s+", " ");
    int end = 0;
    for (Words.Span span : Words.spans(plain)) {
      String raw = span.of(plain);
      boolean first = words.isEmpty() || endsSentence(plain.substring(end, span.from()));
      words.add(new Word(raw, Normal.fold(raw), first));
      end = span.to();
    }
  }

  static Phrases in(String text) {
    return new Phrases(text);
  }

  private static boolean endsSentence(String between) {
    return between.chars().anyMatch(c -> ".!?:\n".indexOf(c) >= 0);
  }

  /** Says whether the text names this as a receiver or a thing. */
  boolean names(String argument, String value) {
    return isQuoted(value) || isProper(value) || isMarked(argument, value);
  }

  /** Says whether the text speaks of something with this title: besides {@link #names}, two words of weight in a row suffice, whatever their case. */
  boolean titles(String title) {
    List<String> wanted = folded(title);
    long weighty = wanted.stream().filter(Phrases::hasWeight).count();
    return isQuoted(title)
        || isProper(title)
        || (weighty >= 2 && !starts(wanted).isEmpty());
  }

  /** Returns the first words of a title, as many as the text has in a row, if two of them have weight. */
  Optional<String> beginning(String title) {
    List<String> all = folded(title);
    for (int length = all.size() - 1; length >= 2; length--) {
      List<String> wanted = all.subList(0, length);
      if (wanted.stream().filter(Phrases::hasWeight).count() >= 2
          && !starts(wanted).isEmpty()) {
        return Optional.of(String.join(" ", wanted));
      }
    }
    return Optional.empty();
  }

  private boolean isQuoted(String value) {
    return quoted.contains(Normal.line(value));
  }

  private boolean isProper(String value) {
    List<String> wanted = folded(value);
    if (wanted.isEmpty() || wanted.stream().noneMatch(Phrases::hasWeight)) {
      return false;
    }
    String raw = Normal.unfolded(value).strip();
    return starts(wanted).stream().anyMatch(at -> {
      List<Word> found = words.subList(at, at + wanted.size());
      boolean proper = found.stream().filter(w -> hasWeight(w.folded)).allMatch(Word::isProper);
      return found.size() == 1
          ? proper && !found.get(0).first && found.get(0).raw.equals(raw)
          : proper;
    });
  }

  private boolean isMarked(String argument, String value) {
    List<String> wanted = folded(value);
    if (wanted.size() != 1 || !hasWeight(wanted.get(0))) {
      return false;
    }
    Set<String> markers = IdWords.nounsOf(argument);
    return starts(wanted).stream()
        .anyMatch(at -> (at > 0 && markers.contains(words.get(at - 1).folded))
            || (at + 1 < words.size() && markers.contains(words.get(at + 1).folded)));
  }

  /** Says whether the value stands in the text letter by letter, as whole words; white space and the case of its first letter aside. */
  boolean holds(String value) {
    String wanted = Normal.unfolded(value).replaceAll("\\s+", " ").strip();
    if (wanted.length() < 2 || !Normal.isPlain(value.replaceAll("\\s", " "))) {
      return false;
    }
    String rest = wanted.substring(1);
    for (int at = blank.indexOf(rest); at >= 0; at = blank.indexOf(rest, at + 1)) {
      boolean same = at > 0
          && Character.toLowerCase(blank.charAt(at - 1)) == Character.toLowerCase(wanted.charAt(0));
      if (same && isEdge(at - 2) && isEdge(at + rest.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean isEdge(int at) {
    return at < 0 || at >= blank.length() || !Character.isLetterOrDigit(blank.charAt(at));
  }

  private List<Integer> starts(List<String> wanted) {
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at + wanted.size() <= words.size() && !wanted.isEmpty(); at++) {
      int i = 0;
      while (i < wanted.size() && words.get(at + i).folded.equals(wanted.get(i))) {
        i++;
      }
      if (i == wanted.size()) {
        found.add(at);
      }
    }
    return found;
  }

  private static List<String> folded(String value) {
    return Words.of(Normal.form(value));
  }

  private static boolean hasWeight(String word) {
    return word.length() >= SHORTEST_CONTENT_WORD && !FUNCTION_WORDS.contains(word);
  }

  /** What stands in quotes. */
  private static final class Quotes {
    private static final String OPEN = "'\"\u2018\u201c\u00ab`\u201e";
    private static final String CLOSE = "'\"\u2019\u201d\u00bb`\u201c";
    private static final int LONGEST = 200;

    static Set<String> in(String text) {
      Set<String> found = new HashSet<>();
      for (int i = 0; i < text.length(); i++) {
        int kind = OPEN.indexOf(text.charAt(i));
        boolean opens = kind >= 0 && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)));
        int end = opens ? end(text, i + 1, CLOSE.charAt(kind)) : -1;
        if (end > i + 1) {
          found.add(trimmed(Normal.line(text.substring(i + 1, end))));
          found.add(Normal.line(text.substring(i + 1, end)));
          i = end;
        }
      }
      return found;
    }

    private static String trimmed(String quote) {
      boolean dot = quote.endsWith(".") || quote.endsWith(",");
      return dot ? quote.substring(0, quote.length() - 1) : quote;
    }

    private static int end(String text, int from, char close) {
      int last = Math.min(text.length(), from + LONGEST);
      for (int i = from; i < last; i++) {
        boolean inWord = i + 1 < text.length() && Character.isLetterOrDigit(text.charAt(i + 1));
        if (text.charAt(i) == close && !inWord) {
          return i;
        }
      }
      return -1;
    }
  }
}
