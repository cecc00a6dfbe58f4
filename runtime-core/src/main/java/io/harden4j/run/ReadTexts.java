package io.harden4j.run;

import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.util.ArrayList;
import java.util.List;

/** What a task has read, with labels: the texts that arguments of its tool calls can be grounded in. What a model wrote is not among them. Thread-safe. */
final class ReadTexts {
  private static final int MOST = 1_000;

  private record Read(StateKey<?> key, Object value, Label label) {}

  private List<Read> state = List.of();
  private List<Labeled<String>> texts = List.of();

  /** Remembers a value of the state; it is turned into text only if a tool is called. */
  @SuppressWarnings(
      "ReferenceEquality") // the same value is read again and again; equal ones do no harm
  synchronized void value(StateKey<?> key, Object value, Label label) {
    if (state.size() < MOST && state.stream().noneMatch(r -> r.value == value)) {
      List<Read> more = new ArrayList<>(state);
      more.add(new Read(key, value, label));
      state = more;
    }
  }

  /** Remembers a text: a passage, a tool's result, an answer. */
  synchronized void text(String text, Label label) {
    if (texts.size() < MOST) {
      List<Labeled<String>> more = new ArrayList<>(texts);
      more.add(Labeled.of(text, label));
      texts = more;
    }
  }

  /** Returns all of them. */
  synchronized List<Labeled<String>> all() {
    List<Labeled<String>> all = new ArrayList<>(texts);
    for (Read read : state) {
      if (read.value instanceof String text) {
        all.add(Labeled.of(text, read.label));
      } else {
        all.add(Labeled.of(StateJson.text(read.key, read.value), read.label));
      }
    }
    return all;
  }
}
