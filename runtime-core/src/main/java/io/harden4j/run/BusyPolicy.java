package io.harden4j.run;

/** What a new {@code run} does on a thread that is suspended or that another run works on. */
public enum BusyPolicy {
  /** It is refused with the open questions, or with the owner. The default. */
  REFUSE,
  /** It waits for the other run, up to {@link RunOptions#patience()}; a suspended thread is still refused. */
  QUEUE,
  /**
   * A suspended, failed or cancelled run is ended, its questions closed, and the new input taken. Refused with {@link UnsettledOutcomeException} while
   * nobody knows whether one of its effects happened.
   */
  REPLACE
}
