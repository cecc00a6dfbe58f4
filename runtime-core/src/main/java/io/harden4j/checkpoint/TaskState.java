package io.harden4j.checkpoint;

import java.util.Locale;

/** How an attempt of a task ended. */
public enum TaskState {
  /** Finished; never run again on this branch and epoch. */
  SUCCEEDED,
  /** Threw, timed out or could not be encoded; runs again on resume. */
  FAILED,
  /** Waits for answers; re-enters when all of its questions have one. */
  SUSPENDED,
  /** Stopped before it ended; runs again on resume. */
  CANCELLED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** Returns the name in small letters, as events and traces show it. */
  public String word() {
    return word;
  }
}
