package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.guard.ArgumentCheck.Demand;
import io.harden4j.guard.ArgumentCheck.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Demands on one argument. A demand that is not met denies the call, or leads to a question after {@link #elseAsk()}; a value of another JSON type always
 * denies, as does a missing one unless {@link #orAbsent()} was said: what a server would fill in is not known here. Used inside a lambda of
 * {@link RoleBuilder#may}; not thread-safe.
 *
 * @param <T> the concrete rule
 */
public abstract sealed class ArgumentRule<T extends ArgumentRule<T>> permits NumberRule, TextRule {
  private final ArgumentRules rules;
  private final String pointer;
  private final String type;
  private final List<Demand> demands = new ArrayList<>();
  private Presence presence = Presence.REQUIRED;
  private boolean asks;

  ArgumentRule(ArgumentRules rules, String pointer, String type) {
    this.rules = rules;
    this.pointer = pointer;
    this.type = type;
  }

  abstract T self();

  T demand(String text, Predicate<JsonNode> holds) {
    demands.add(new Demand(text, holds));
    return self();
  }

  ArgumentCheck toCheck() {
    if (presence == Presence.ABSENT && !demands.isEmpty()) {
      throw new InvalidPolicyException("argument " + pointer
          + " must be absent and is given demands; say orAbsent() if it may also be there");
    }
    return new ArgumentCheck(pointer, type, presence, demands, asks);
  }

  /** Demands that the argument is not there, not even as null. */
  public T absent() {
    presence = Presence.ABSENT;
    return self();
  }

  /** Demands that the argument is there, with the right type; the default, so it is only needed where nothing else is said. */
  public T present() {
    presence = Presence.REQUIRED;
    return self();
  }

  /** Lets the argument be missing; the demands hold if it is there. */
  public T orAbsent() {
    presence = Presence.OPTIONAL;
    return self();
  }

  /** Asks a human where a demand on this argument is not met, instead of denying. */
  public T elseAsk() {
    asks = true;
    return self();
  }

  /** Goes on with another argument; see {@link ArgumentRules#number}. */
  public NumberRule number(String argument) {
    return rules.number(argument);
  }

  /** Goes on with another argument; see {@link ArgumentRules#text}. */
  public TextRule text(String argument) {
    return rules.text(argument);
  }

  /** Goes on with the list of arguments; see {@link ArgumentRules#only}. */
  public ArgumentRules only(String... arguments) {
    return rules.only(arguments);
  }
}
