package io.harden4j.run;

import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task has read, with labels: the texts that arguments of its tool calls can be grounded in. What a model wrote is not among them. Thread-safe. */
final class ReadTexts {
  private static final int MOST = 1_000;

  /** A value of the state; its text is made once, when it is first needed. */
  private static final class Read {
    final StateKey<?> key;
    final Object value;
    final Label label;

    @Nullable
    Labeled<String> text;

    Read(StateKey<?> key, Object value, Label label) {
      this.key = key;
      this.value = value;
      this.label = label;
    }

    Labeled<String> text() {
      Labeled<String> known = text;
      if (known == null) {
        known = Labeled.of(value instanceof String s ? s : StateJson.text(key, value), label);
        text = known;
      }
      return known;
    }
  }

  private final List<Read> state = new ArrayList<>();
  private final List<Labeled<String>> texts = new ArrayList<>();
  private @Nullable List<Labeled<String>> all;

  /** Remembers a value of the state; it is turned into text only if a tool is called. */
  @SuppressWarnings(
      "ReferenceEquality") // the same value is read again and again; equal ones do no harm
  synchronized void value(StateKey<?> key, Object value, Label label) {
    if (state.size() < MOST && state.stream().noneMatch(r -> r.value == value)) {
      state.add(new Read(key, value, label));
      all = null;
    }
  }

  /** Remembers a text: a passage, a tool's result, an answer. */
  synchronized void text(String text, Label label) {
    if (texts.size() < MOST) {
      texts.add(Labeled.of(text, label));
      all = null;
    }
  }

  /** Returns all of them; the same list until there is more. */
  synchronized List<Labeled<String>> all() {
    List<Labeled<String>> known = all;
    if (known == null) {
      List<Labeled<String>> collected = new ArrayList<>(texts.size() + state.size());
      collected.addAll(texts);
      state.forEach(read -> collected.add(read.text()));
      known = List.copyOf(collected);
      all = known;
    }
    return known;
  }
}
