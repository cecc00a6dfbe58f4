package io.harden4j.guard;

import io.harden4j.tool.Obligation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who may say yes, and for how long the question stays open. Immutable.
 *
 * @param role   role that may answer, or empty for anyone of the tenant but the agent; default: empty
 * @param within time to answer; default 24 hours
 * @param people how many different people have to say yes; default 1, at most 2
 * @param others true: none of them is the principal of the run; default false
 */
public record Approval(String role, Duration within, int people, boolean others) {
  static final Approval DEFAULT = new Approval("", Duration.ofHours(24), 1, false);

  /** Checks the time and the number. */
  public Approval {
    if (within.isNegative() || within.isZero()) {
      throw new InvalidPolicyException(
          "an approval within " + within + " can never be given; use for example ofHours(4)");
    }
    if (people < 1 || people > 2) {
      throw new InvalidPolicyException(
          "an approval takes 1 or 2 people, not " + people + "; use people(2) for dual control");
    }
  }

  /** Returns this approval, to be given by a principal with this role. */
  public Approval role(String newRole) {
    if (newRole.isBlank()) {
      throw new InvalidPolicyException(
          "the role that approves is blank; name one, or leave role(...) out for anyone of the tenant");
    }
    return new Approval(newRole, within, people, others);
  }

  /** Returns this approval with another time to answer. */
  public Approval within(Duration newWithin) {
    return new Approval(role, newWithin, people, others);
  }

  /** Returns this approval, to be given by so many different people: 2 is dual control. */
  public Approval people(int number) {
    return new Approval(role, within, number, others);
  }

  /** Returns this approval, to be given by somebody else than whoever the run acts for: the agent's own identity cannot say yes to itself. */
  public Approval notThePrincipal() {
    return new Approval(role, within, people, true);
  }

  /** Returns the narrower of two for one call: a named role before none, the shorter time, more people. */
  Approval and(Approval other) {
    Duration shorter = within.compareTo(other.within) <= 0 ? within : other.within;
    return new Approval(
        role.isEmpty() ? other.role : role,
        shorter,
        Math.max(people, other.people),
        others || other.others);
  }

  /** Returns what the gate has to see to beyond the one yes of somebody with the role. */
  List<Obligation> obligations() {
    return people == 1 && !others
        ? List.of()
        : List.of(new Obligation(
            Obligation.APPROVERS,
            Map.of("people", Integer.toString(people), "others", Boolean.toString(others))));
  }

  String render() {
    return (role.isEmpty() ? "anyone" : "role " + Visible.quote(role)) + " within " + within
        + (people > 1 ? " by " + people + " people" : "")
        + (others ? " but the principal" : "");
  }
}
