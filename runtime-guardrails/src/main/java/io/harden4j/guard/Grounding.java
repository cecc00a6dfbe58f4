package io.harden4j.guard;

import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out where the arguments of a call come from, by looking for them in texts whose origin is known. It only ever helps a call: what is not
 * found keeps the label of everything that led to it.
 *
 * <p><b>What is found.</b> Narrow types only, as whole tokens, after NFKC, case folding and removal of invisible characters: e-mail addresses, IBANs,
 * hosts of http addresses, ids, paths, numbers. An ordinary word is never found, an id of fewer than five digits only behind a word that makes it one
 * ("order 13", "#13", never "13 May"), and an argument that normalising changes in more than case is not found at all. In what the user or the
 * application wrote, names are found too: in quotes, as proper nouns, or beside the noun in the argument's name ("the channel general").
 *
 * <p><b>Records.</b> An id or a receiver also counts as chosen by the user where he named the one record that holds it, in a result that his own words
 * asked for (see {@link io.harden4j.tool.RecordMark}). An amount counts where a server booked it, or up to a sum of money that the user wrote.
 *
 * <p><b>What it becomes.</b> A value that the user or the application wrote carries that label, whoever else mentions it. One that a trusted tool
 * mentions carries the tool's label unless an untrusted text mentions it too. Free text (CONTENT, QUERY, SECRET) is never grounded.
 *
 * <p>Pure functions, linear in the length of the texts; thread-safe.
 */
public final class Grounding {
  /** Roles whose values decide whom or what a call hits. */
  static final Set<ArgumentRole> GROUNDED = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.AMOUNT,
      ArgumentRole.PATH,
      ArgumentRole.NAME,
      ArgumentRole.TIME);

  private Grounding() {}

  /**
   * Returns the label of every leaf, by JSON pointer.
   *
   * @param arguments arguments of the call
   * @param roles     roles by top-level name; an argument without one is CONTENT
   * @param corpora   the texts that the call can stem from: the user's input, the application's prompts, results of tools, passages
   * @param control   label of everything that led to the call
   */
  public static Map<String, Label> of(
      CanonicalArguments arguments,
      Map<String, ArgumentRole> roles,
      List<Labeled<String>> corpora,
      Label control) {
    Grounds grounds = new Grounds(corpora);
    Map<String, Label> labels = new LinkedHashMap<>();
    for (Leaf leaf : Leaf.of(arguments.tree(), roles)) {
      if (!leaf.isName()) {
        labels.put(leaf.pointer(), grounds.label(leaf, control));
      }
    }
    return labels;
  }
}
