package io.harden4j.guard;

import java.time.Duration;

/**
 * Who may say yes, and for how long the question stays open. Immutable.
 *
 * @param role   role that may answer, or empty for anyone of the tenant but the agent; default: empty
 * @param within time to answer; default 24 hours
 */
public record Approval(String role, Duration within) {
  static final Approval DEFAULT = new Approval("", Duration.ofHours(24));

  /** Checks the time. */
  public Approval {
    if (within.isNegative() || within.isZero()) {
      throw new InvalidPolicyException(
          "an approval within " + within + " can never be given; use for example ofHours(4)");
    }
  }

  /** Returns this approval, to be given by a principal with this role. */
  public Approval role(String newRole) {
    if (newRole.isBlank()) {
      throw new InvalidPolicyException(
          "the role that approves is blank; name one, or leave role(...) out for anyone of the tenant");
    }
    return new Approval(newRole, within);
  }

  /** Returns this approval with another time to answer. */
  public Approval within(Duration newWithin) {
    return new Approval(role, newWithin);
  }

  /** Returns the narrower of two for one call: a named role before none, the shorter time. */
  Approval and(Approval other) {
    Duration shorter = within.compareTo(other.within) <= 0 ? within : other.within;
    return new Approval(role.isEmpty() ? other.role : role, shorter);
  }

  String render() {
    return (role.isEmpty() ? "anyone" : "role " + Visible.quote(role)) + " within " + within;
  }
}
