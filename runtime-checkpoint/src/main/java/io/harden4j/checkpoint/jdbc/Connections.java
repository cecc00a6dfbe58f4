package io.harden4j.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a store gets connections; closing one gives it back. */
interface Connections extends AutoCloseable {
  /** Returns a connection that commits each statement. */
  Connection forReading() throws SQLException;

  /** Returns a connection that does not commit by itself. */
  Connection forWriting() throws SQLException;

  @Override
  void close();
}
