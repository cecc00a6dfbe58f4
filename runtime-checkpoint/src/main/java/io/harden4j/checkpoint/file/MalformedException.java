package io.harden4j.checkpoint.file;

/** Bytes that passed their checksum do not parse. The caller knows the file and makes it a typed error. */
final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}
