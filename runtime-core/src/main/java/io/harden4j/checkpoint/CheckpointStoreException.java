package io.harden4j.checkpoint;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The backend failed. Whether the write was kept is then unknown; {@link CheckpointStore#head} tells. Root of the store's typed errors.
 */
public class CheckpointStoreException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public CheckpointStoreException(String message) {
    super(message);
  }

  /** Creates the exception with its cause. */
  public CheckpointStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
