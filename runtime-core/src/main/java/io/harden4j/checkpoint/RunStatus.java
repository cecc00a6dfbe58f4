package io.harden4j.checkpoint;

/** Stored status of a thread's branch, as of its head. */
public enum RunStatus {
  /** A process works on it, or died while it did. */
  RUNNING,
  /** Waits for an answer, a timer or an event. */
  SUSPENDED,
  /** Reached its end. */
  COMPLETED,
  /** Stopped by an error; resumable. */
  FAILED,
  /** Stopped by a caller or the kill switch; resumable. */
  CANCELLED,
  /** Stopped by a budget; resumable with a larger one. */
  OUT_OF_BUDGET;

  /** Says whether a resume can go on from here. */
  public boolean resumable() {
    return this != COMPLETED;
  }
}
