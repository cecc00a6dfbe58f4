package io.harden4j.checkpoint;

/** The data was written by a newer version of the library. Nothing was changed; upgrade this process to read it. */
public final class NewerFormatException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a format number this version does not know. */
  public NewerFormatException(String what, int found, int known) {
    super(what + " has format version " + found + ", this library knows up to " + known
        + "; nothing was changed. Upgrade Harden4j in this process");
  }
}
