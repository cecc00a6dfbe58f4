package io.harden4j.checkpoint;

import org.jspecify.annotations.Nullable;

/** Stored data cannot be what was written: a checksum, a MAC or the format does not fit. Never read as empty, never guessed. */
public final class CorruptCheckpointException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message names the thread and the place. */
  public CorruptCheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
