package io.harden4j.graph;

/** What happens to a paused thread whose graph has changed. */
public enum Evolution {
  /** The resume is refused and says what differs; the default. */
  REFUSE,
  /** The thread goes on with the version it began with, which must still be registered. */
  PIN,
  /** The declared migrations are applied, then it goes on with the new version. */
  MIGRATE
}
