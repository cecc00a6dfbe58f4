package io.harden4j.tool;

import io.harden4j.label.Label;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Marks the text of a result whose records the user asked for, so that a guard may look a value up in the record that the user named. The mark is an origin of
 * the label of that one text. It never joins the label of a task: what is made from the text does not carry it.
 */
public final class RecordMark {
  /** Name of the obligation by which a guard has the gate mark a result: the call asked for what the user named, in his own words. */
  public static final String OBLIGATION = "mark-records";

  private static final String PREFIX = "records:";

  private RecordMark() {}

  /** Returns the label of a text that holds records of this shape. */
  static Label on(Label label, ResultShape shape) {
    Set<String> origins = new HashSet<>(label.origins());
    origins.add(PREFIX + joined(shape.named()) + "|" + joined(shape.vouched()));
    return new Label(label.integrity(), label.readers(), origins);
  }

  private static String joined(Set<String> names) {
    return String.join(",", new TreeSet<>(names));
  }

  /** Returns the shape of the records in a text with this label, or empty if they do not count. */
  public static Optional<ResultShape> of(Label label) {
    return label.origins().stream()
        .filter(o -> o.startsWith(PREFIX))
        .findFirst()
        .map(o -> {
          String[] halves = o.substring(PREFIX.length()).split("\\|", 2);
          return new ResultShape(label.readers(), names(halves[0]), names(halves[1]), false);
        });
  }

  private static Set<String> names(String joined) {
    return joined.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(joined.split(",", -1)));
  }

  private static boolean isOn(Label label) {
    for (String origin : label.origins()) {
      if (origin.startsWith(PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the label without the mark: what a task that read the text carries. */
  public static Label strip(Label label) {
    if (!isOn(label)) {
      return label;
    }
    Set<String> rest = new HashSet<>(label.origins());
    rest.removeIf(o -> o.startsWith(PREFIX));
    return new Label(label.integrity(), label.readers(), rest);
  }
}
