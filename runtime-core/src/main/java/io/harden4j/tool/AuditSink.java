package io.harden4j.tool;

/**
 * Keeps the audit trail. Where an INTENT cannot be written the call is denied, unless its sink is {@link Sink#READ}.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface AuditSink {
  /** Keeps nothing; the default. */
  AuditSink NONE = record -> {};

  /** Appends a record durably; throws if it cannot. */
  void append(AuditRecord record);

  /**
   * Appends the record of a call that is about to be made, and is handed its arguments. The default leaves them out; a sink that keeps them seals them.
   *
   * @param arguments the effective arguments, canonical
   */
  default void append(AuditRecord record, CanonicalArguments arguments) {
    append(record);
  }
}
