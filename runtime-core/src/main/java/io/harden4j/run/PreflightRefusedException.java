package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** A preflight refused the run; nothing was recorded. The message has the arithmetic and what to do. */
public final class PreflightRefusedException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Preflight.Finding finding;

  PreflightRefusedException(Preflight.Finding finding) {
    super(finding.reason()
        + (finding.details().isEmpty() ? "" : "\n  " + String.join("\n  ", finding.details())));
    this.finding = finding;
  }

  /** Returns what was found. */
  public Preflight.Finding finding() {
    return finding;
  }
}
