package io.harden4j.guard;

import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.RecordMark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the texts behind one call say about its arguments. Read at the first question; not thread-safe, made anew for each decision. */
final class Grounds {
  /** Origin of a value whose record the user named: the server wrote the value, the user chose it. */
  private static final String CHOSEN = "named-by:user";

  /** One text: what it mentions, and the names in it where the user or the application wrote it. */
  private record Source(Mentions mentions, Optional<Phrases> phrases, Label label) {}

  /** What a text says beyond so many characters helps no call, and where it is untrusted counts as naming everything. */
  private static final int LONGEST = 1 << 20;

  private final List<Labeled<String>> texts;
  private List<Source> sources = List.of();
  private Records records = new Records();
  private boolean read;

  Grounds(List<Labeled<String>> texts) {
    this.texts = texts;
  }

  private void read() {
    if (read) {
      return;
    }
    read = true;
    sources = new ArrayList<>();
    for (Labeled<String> text : texts) {
      Label label = RecordMark.strip(text.label());
      String value =
          text.value().length() <= LONGEST ? text.value() : text.value().substring(0, LONGEST);
      Optional<Phrases> phrases =
          label.atLeast(Integrity.USER) ? Optional.of(Phrases.in(value)) : Optional.empty();
      sources.add(new Source(mentions(value, text.value(), label), phrases, label));
      RecordMark.of(text.label()).ifPresent(shape -> records.add(text.value(), shape));
    }
  }

  private static Mentions mentions(String read, String whole, Label label) {
    boolean cut = read.length() < whole.length();
    return cut && !label.atLeast(Integrity.TRUSTED_TOOL)
        ? Mentions.everything()
        : Mentions.in(read);
  }

  /** Returns the label of a leaf: of the texts that name it, else of all that led to the call. */
  Label label(Leaf leaf, Label control) {
    String value = leaf.text();
    if (!Grounding.GROUNDED.contains(leaf.role()) || !Normal.isPlain(value)) {
      return control;
    }
    read();
    List<Label> found = sources.stream()
        .filter(source -> isNamed(source, leaf))
        .map(Source::label)
        .toList();
    List<Label> own = found.stream().filter(l -> l.atLeast(Integrity.USER)).toList();
    boolean helps = own.isEmpty() && !control.atLeast(Integrity.TRUSTED_TOOL);
    if (helps && isChosen(leaf)) {
      return vouched(control, Set.of(CHOSEN));
    }
    if (helps && leaf.role() == ArgumentRole.AMOUNT && isBounded(leaf)) {
      return vouched(control, Set.of());
    }
    return found.isEmpty() ? control : combine(own.isEmpty() ? found : own, control);
  }

  /** The readers stay those of the context: that a value was mentioned elsewhere does not make this use of it public. */
  private static Label combine(List<Label> found, Label control) {
    Label joined = found.stream().reduce(Label.SYSTEM, Label::join);
    return joined.atLeast(Integrity.TRUSTED_TOOL)
        ? joined.withReaders(joined.readers().intersect(control.readers()))
        : joined.join(control);
  }

  private static Label vouched(Label control, Set<String> more) {
    Set<String> origins = new HashSet<>(more);
    origins.add("records");
    return new Label(Integrity.TRUSTED_TOOL, control.readers(), origins);
  }

  private static boolean isNamed(Source source, Leaf leaf) {
    if (source.mentions.has(leaf.role(), leaf.argument(), leaf.text())) {
      return true;
    }
    return source.phrases.isPresent()
        && switch (leaf.role()) {
          case NAME -> source.phrases.get().titles(leaf.text());
          case DESTINATION, IDENTIFIER ->
            leaf.value().isTextual() && source.phrases.get().names(leaf.argument(), leaf.text());
          default -> false;
        };
  }

  private boolean isChosen(Leaf leaf) {
    boolean picks =
        leaf.role() == ArgumentRole.IDENTIFIER || leaf.role() == ArgumentRole.DESTINATION;
    return picks && !records.isEmpty() && records.holds(leaf, this::usersPhrase);
  }

  /** Returns the words by which the user named a record of this name. */
  private Optional<String> usersPhrase(String name, boolean beginning) {
    String title = Title.words(name);
    List<Phrases> phrases =
        sources.stream().map(Source::phrases).flatMap(Optional::stream).toList();
    boolean named = phrases.stream().anyMatch(p -> p.titles(name) || p.titles(title))
        || sources.stream()
            .anyMatch(source -> source.phrases.isPresent()
                && (source.mentions.has(ArgumentRole.IDENTIFIER, "", name)
                    || Amounts.exact(name).map(source.mentions::hasMoney).orElse(false)));
    if (named) {
      return Optional.of(title);
    }
    return beginning
        ? phrases.stream().flatMap(p -> p.beginning(title).stream()).findFirst()
        : Optional.empty();
  }

  /** An amount that a server booked, or one up to a sum of money that the user wrote. */
  private boolean isBounded(Leaf leaf) {
    Optional<BigDecimal> amount = Amounts.exact(leaf.text());
    if (amount.isEmpty() || amount.get().signum() <= 0) {
      return false;
    }
    return records.holdsNumber(leaf.argument(), amount.get())
        || sources.stream()
            .filter(source -> source.label.atLeast(Integrity.USER))
            .anyMatch(source -> source.mentions.hasMoneyOfAtLeast(amount.get()));
  }

  /** Says whether the user chose the value: he wrote it, or named the record that holds it. */
  static boolean isUsersChoice(Label label) {
    return label.atLeast(Integrity.USER)
        || (label.atLeast(Integrity.TRUSTED_TOOL) && label.origins().contains(CHOSEN));
  }

  /** Says whether the user wrote this text letter by letter. */
  boolean isUsersText(String text) {
    read();
    return sources.stream()
        .anyMatch(source -> source.phrases.isPresent() && source.phrases.get().holds(text));
  }

  /** Says whether the user wrote this very link. */
  boolean isUsersLink(String link) {
    read();
    return sources.stream()
        .filter(source -> source.label.atLeast(Integrity.USER))
        .anyMatch(source -> source.mentions.hasLink(link));
  }

  /** Says whether a text that can be trusted names the place a link leads to. */
  boolean isKnownPlace(String host) {
    read();
    return sources.stream()
        .filter(source -> source.label.atLeast(Integrity.TRUSTED_TOOL))
        .anyMatch(source -> source.mentions.hasHost(host));
  }
}
