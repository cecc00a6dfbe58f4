package io.harden4j.run;

import io.harden4j.checkpoint.Digests;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Results that models get a handle of in place of their text. The handle is a hash, so a replay finds the same one. Thread-safe. */
final class HeldResults {
  private static final int HANDLE_LENGTH = 12;

  private final Map<String, Labeled<String>> texts = new ConcurrentHashMap<>();
  private final Consumer<Label> known;

  /**
   * Holds nothing yet.
   *
   * @param known is told each label, so that a held text can be written to the state under it
   */
  HeldResults(Consumer<Label> known) {
    this.known = known;
  }

  ToolResult put(ToolRef tool, ToolResult result, Label label) {
    String handle = "held-"
        + Digests.sha256(tool + "\n" + result.status() + "\n" + result.text())
            .substring(0, HANDLE_LENGTH);
    texts.put(handle, Labeled.of(result.text(), label));
    return new ToolResult(
        result.status(),
        result.code(),
        "The result of " + tool.name() + " is held as " + handle + " ("
            + result.text().length() + " characters). Its text is not shown.",
        null);
  }

  /** Returns a held text; what led the task here shows in its label. */
  Optional<Labeled<String>> find(String handle, Label control) {
    return Optional.ofNullable(texts.get(handle)).map(held -> {
      Label label = held.label().join(control);
      known.accept(label);
      return Labeled.of(held.value(), label);
    });
  }
}
