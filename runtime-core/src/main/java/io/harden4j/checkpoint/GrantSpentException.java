package io.harden4j.checkpoint;

/** An approval was used before by another effect. It is good for one call; ask again. */
public final class GrantSpentException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a spent question. */
  public GrantSpentException(QuestionId id) {
    super("the approval " + id.value()
        + " was used by another effect before; an approval is good for one call. Ask again");
  }
}
