package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.label.Label;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two checkpoints, key by key.
 *
 * @param from    the one
 * @param to      the other
 * @param changes keys whose value or label differs, in order of name
 */
public record StateDiff(CheckpointRef from, CheckpointRef to, List<Change> changes) {
  /** Stands for the value of a key that is declared secret. */
  public static final String SECRET = "(secret)";

  /** Copies the list. */
  public StateDiff {
    changes = List.copyOf(changes);
  }

  /** How a key differs. */
  public enum Kind {
    /** Only the second has it. */
    ADDED,
    /** Only the first has it. */
    REMOVED,
    /** Both have it. */
    CHANGED
  }

  /**
   * A value on one side.
   *
   * @param value decoded, or {@value StateDiff#SECRET}
   * @param label its label
   */
  public record Side(Object value, Label label) {}

  /**
   * A key that differs.
   *
   * @param key    its name; inside a subgraph with the namespace and a slash before it
   * @param kind   how
   * @param before in the first, or null
   * @param after  in the second, or null
   */
  public record Change(
      String key,
      Kind kind,
      @Nullable Side before,
      @Nullable Side after) {
    static Change of(String key, @Nullable Side before, @Nullable Side after) {
      Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
      return new Change(key, kind, before, after);
    }
  }

  /** Returns the change of a key, if it differs. */
  public Optional<Change> of(String key) {
    return changes.stream().filter(c -> c.key().equals(key)).findFirst();
  }
}
