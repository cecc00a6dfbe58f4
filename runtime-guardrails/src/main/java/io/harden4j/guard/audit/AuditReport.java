package io.harden4j.guard.audit;

import java.util.Optional;

/**
 * What a check of a chain found.
 *
 * @param records lines that are in order, from the first on
 * @param broken  the first place where they are not, or empty
 */
public record AuditReport(long records, Optional<Break> broken) {
  /** What was done to a chain. */
  public enum Kind {
    /** The bytes of a line are not those that were written. */
    EDITED,
    /** One or more records before the line are gone. */
    MISSING,
    /** The line stands at a place where it was not written. */
    MOVED,
    /** The last line is incomplete: a crash in the middle of a write, or a cut. The next append takes it away. */
    TORN,
    /** Records after the last line are gone. */
    TRUNCATED,
    /** The chain is in order but is not the one whose head was kept. */
    REWRITTEN,
    /** A statement about the chain is not signed with the key; the line is that of the statement. */
    FORGED
  }

  /**
   * The first place where a chain is broken.
   *
   * @param line   number of the line, 1 first; one more than there are lines if records are missing at the end
   * @param kind   what was done
   * @param reason in words
   */
  public record Break(long line, Kind kind, String reason) {}

  /** Says whether the whole chain is in order. */
  public boolean isIntact() {
    return broken.isEmpty();
  }

  static AuditReport intact(long records) {
    return new AuditReport(records, Optional.empty());
  }

  static AuditReport broken(long records, Kind kind, String reason) {
    return new AuditReport(records, Optional.of(new Break(records + 1, kind, reason)));
  }
}
