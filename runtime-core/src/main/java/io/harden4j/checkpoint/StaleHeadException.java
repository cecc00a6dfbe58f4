package io.harden4j.checkpoint;

/** Somebody else committed first: the branch head is not the expected one. Nothing was written. */
public final class StaleHeadException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  private final transient CheckpointRef expected;
  private final transient CheckpointRef actual;

  /** Creates the exception from what was expected and what is there. */
  public StaleHeadException(CheckpointRef expected, CheckpointRef actual) {
    super("branch '" + expected.branch() + "' of thread '" + expected.thread().threadId()
        + "' is at checkpoint " + actual.seq() + ", not at " + expected.seq()
        + "; nothing was written. Read the head again and decide anew");
    this.expected = expected;
    this.actual = actual;
  }

  /** The head the writer expected. */
  public CheckpointRef expected() {
    return expected;
  }

  /** The head that is there. */
  public CheckpointRef actual() {
    return actual;
  }
}
