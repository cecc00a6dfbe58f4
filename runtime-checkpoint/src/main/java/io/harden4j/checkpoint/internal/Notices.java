package io.harden4j.checkpoint.internal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Where a process hears what others wrote. Used by one thread.
 *
 * @param <N> a note: of an answer, or that a thread is free again whose run has not ended
 */
public interface Notices<N> extends AutoCloseable {
  /** Opens them; from then on nothing is missed. */
  @FunctionalInterface
  interface Opener<N> {
    /** Opens them, on the thread that will use them. */
    Notices<N> open() throws IOException, SQLException;
  }

  /** Returns what was noted, after waiting a moment for it where nothing is; an unpark of the thread ends the wait. */
  List<N> next() throws IOException, SQLException;

  @Override
  void close() throws IOException, SQLException;
}
