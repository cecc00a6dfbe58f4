package io.harden4j.guard.screen;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a screen made of a text.
 *
 * @param text    the text as it may go on
 * @param found   how often what was found, by kind; never the values
 * @param refused whether something was found that must stop the text altogether
 */
public record Screened(String text, Map<String, Integer> found, boolean refused) {
  /** Copies the map. */
  public Screened {
    found = Map.copyOf(found);
  }

  /** Says whether nothing was found. */
  public boolean isClean() {
    return found.isEmpty();
  }

  /** Says what was found, in one line for humans. */
  public String summary() {
    return new TreeMap<>(found).toString();
  }
}
