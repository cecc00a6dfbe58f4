package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** The guard did not endorse a value: it keeps the label of what the node has read. */
public final class EndorsementRefusedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String endorsement;

  EndorsementRefusedException(String endorsement) {
    super("the policy in force does not endorse this value as '" + endorsement
        + "', or the decision could not be recorded; let the policy endorse that name for a closed type that the value is of"
        + " (\"endorsements\" of a policy file), or write the value without ctx.endorse(...)");
    this.endorsement = endorsement;
  }

  /** Returns the name of the endorsement. */
  public String endorsement() {
    return endorsement;
  }
}
