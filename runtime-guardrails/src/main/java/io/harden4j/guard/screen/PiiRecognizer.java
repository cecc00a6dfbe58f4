package io.harden4j.guard.screen;

import java.util.List;

/**
 * Finds personal data of one kind or several. One that throws makes the screen refuse the text.
 *
 * <p><b>Cost.</b> Is handed texts that an attacker wrote, of up to some hundred thousand characters: take linear time.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface PiiRecognizer {
  /** Returns the places, in any order; they may overlap those of others. */
  List<Span> find(String text);
}
