package io.harden4j.checkpoint.internal;

/** Bytes that passed their checksum do not parse. The caller knows the file and makes it a typed error. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
