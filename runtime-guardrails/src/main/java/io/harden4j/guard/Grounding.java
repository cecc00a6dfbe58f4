package io.harden4j.guard;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import java.util.ArrayList;
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
 * ("order 13", "#13", never "13 May"), and an argument that normalising changes in more than case is not found at all.
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
      ArgumentRole.PATH);

  private record Source(Mentions mentions, Label label) {}

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
    List<Source> sources = new ArrayList<>();
    for (Labeled<String> text : corpora) {
      sources.add(new Source(Mentions.in(text.value()), text.label()));
    }
    Map<String, Label> labels = new LinkedHashMap<>();
    for (Leaf leaf : Leaf.of(arguments.tree(), roles)) {
      labels.put(leaf.pointer(), label(leaf, sources, control));
    }
    return labels;
  }

  private static Label label(Leaf leaf, List<Source> sources, Label control) {
    String value = leaf.text();
    if (!GROUNDED.contains(leaf.role()) || !Normal.isPlain(value)) {
      return control;
    }
    List<Label> found = sources.stream()
        .filter(source -> source.mentions.has(leaf.role(), leaf.argument(), value))
        .map(Source::label)
        .toList();
    return found.isEmpty() ? control : combine(found, control);
  }

  /** The readers stay those of the context: that a value was mentioned elsewhere does not make this use of it public. */
  private static Label combine(List<Label> found, Label control) {
    List<Label> own = found.stream().filter(l -> l.atLeast(Integrity.USER)).toList();
    Label joined = (own.isEmpty() ? found : own).stream().reduce(Label.SYSTEM, Label::join);
    Readers readers = joined.readers().intersect(control.readers());
    return joined.atLeast(Integrity.TRUSTED_TOOL)
        ? joined.withReaders(readers)
        : joined.join(control);
  }
}
