package io.harden4j.checkpoint;

/**
 * A thread that a worker took.
 *
 * @param lease  the right to change it; the worker's to release
 * @param branch the branch that has work
 * @param reason why it is work
 */
public record Claim(Lease lease, String branch, Reason reason) {
  /** Why a head is work. */
  public enum Reason {
    /** It is RUNNING and nobody holds it: submitted, or left by a process that died or shut down. */
    LEFT,
    /** It is SUSPENDED and a task of it waits no longer: answered, or past its time. */
    READY
  }
}
