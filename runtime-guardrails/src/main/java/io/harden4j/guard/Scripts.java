package io.harden4j.guard;

import java.lang.Character.UnicodeScript;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells letters of different alphabets that look alike, after the idea of UTS 39's "highly restrictive" level. */
final class Scripts {
  private static final Set<String> EAST_ASIAN =
      Set.of("LATIN", "HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO");

  private Scripts() {}

  static SortedSet<String> of(String text) {
    SortedSet<String> scripts = new TreeSet<>();
    text.codePoints().filter(Character::isLetter).forEach(c -> {
      UnicodeScript script = UnicodeScript.of(c);
      if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
        scripts.add(script.name());
      }
    });
    return scripts;
  }

  /** Says whether no ordinary word is written with these together. */
  static boolean mixed(Set<String> scripts) {
    return scripts.size() > 1 && !EAST_ASIAN.containsAll(scripts);
  }
}
