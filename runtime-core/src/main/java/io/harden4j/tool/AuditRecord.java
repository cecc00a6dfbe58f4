package io.harden4j.tool;

import java.time.Instant;

/**
 * One line of the audit trail. Holds hashes, not arguments.
 *
 * @param phase        what is told
 * @param at           when
 * @param tenant       tenant
 * @param principal    principal id
 * @param run          run id
 * @param thread       thread id
 * @param node         node that asked
 * @param tool         {@code server.name}
 * @param pin          the tool's pin
 * @param sink         what the tool does
 * @param argumentHash SHA-256 of the effective canonical arguments
 * @param integrity    integrity of the control label
 * @param rule         rule that decided
 * @param policyHash   policy in force
 * @param approval     id of the question that was granted, or empty
 * @param outcome      {@code allow}, {@code ask}, a denial's code, {@code done}, {@code failed} or {@code unknown}
 * @param reason       for humans
 */
public record AuditRecord(
    Phase phase,
    Instant at,
    String tenant,
    String principal,
    String run,
    String thread,
    String node,
    String tool,
    String pin,
    Sink sink,
    String argumentHash,
    String integrity,
    String rule,
    String policyHash,
    String approval,
    String outcome,
    String reason) {
  /** What a record tells. */
  public enum Phase {
    /** A guard decided. */
    DECISION,
    /** A call is about to be made. */
    INTENT,
    /** A call has ended. */
    OUTCOME
  }
}
