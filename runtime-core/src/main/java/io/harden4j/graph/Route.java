package io.harden4j.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next node from the committed state. Its targets are data, so that a graph can be checked and drawn. What the choice reads becomes the
 * control label of the chosen task. Pure: it has no effects.
 */
public final class Route {
  private record Case(Predicate<StateView> test, String target) {}

  private final List<Case> cases = new ArrayList<>();
  private final Set<String> targets = new LinkedHashSet<>();
  private @Nullable Function<StateView, String> function;
  private @Nullable String otherwise;

  Route() {}

  /** Goes to {@code target} if {@code test} holds and no case before did. */
  public Route when(Predicate<StateView> test, String target) {
    cases.add(new Case(test, target));
    targets.add(target);
    return this;
  }

  /** Goes to {@code target} if no case holds. A route needs one, or {@link #by}. */
  public Route otherwise(String target) {
    otherwise = target;
    targets.add(target);
    return this;
  }

  /** Goes where {@code choice} says; it must be one of {@code possible}. */
  public Route by(Function<StateView, String> choice, String... possible) {
    function = choice;
    targets.addAll(List.of(possible));
    return this;
  }

  /** Returns all possible targets, in order of declaration. */
  public Set<String> targets() {
    return targets;
  }

  boolean isTotal() {
    return otherwise != null || function != null;
  }

  /** Returns the target for this state. @throws IllegalStateException if the choice is not a declared target */
  public String choose(StateView state) {
    for (Case c : cases) {
      if (c.test.test(state)) {
        return c.target;
      }
    }
    String chosen = function != null ? function.apply(state) : otherwise;
    if (chosen == null || !targets.contains(chosen)) {
      throw new IllegalStateException(
          "the route chose '" + chosen + "', which is not among its declared targets " + targets
              + "; add it to by(..., targets)");
    }
    return chosen;
  }
}
