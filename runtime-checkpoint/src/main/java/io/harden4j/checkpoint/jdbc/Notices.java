package io.harden4j.checkpoint.jdbc;

import java.sql.SQLException;
import java.util.List;

/** Where a process hears what others wrote. Used by one thread. */
interface Notices extends AutoCloseable {
  /** Returns what is noted when a thread is free again whose run has not ended; the note of an answer is the hash of its question's id. */
  static byte[] free() {
    return new byte[0];
  }

  /** Opens them; from then on nothing is missed. */
  @FunctionalInterface
  interface Opener {
    Notices open() throws SQLException;
  }

  /** Returns what was noted, after waiting a moment for it where nothing is. */
  List<byte[]> next() throws SQLException;

  @Override
  void close() throws SQLException;
}
