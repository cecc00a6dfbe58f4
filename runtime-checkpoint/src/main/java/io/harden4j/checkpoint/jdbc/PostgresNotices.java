package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.internal.Notices;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears the NOTIFYs of a database, on a connection of its own. */
final class PostgresNotices implements Notices<byte[]> {
  private static final String CHANNEL = "h4j_notice";

  /** How long one look at the socket takes; a watch that is closed ends with it. */
  private static final int LOOK_MILLIS = 200;

  private final Connection connection;
  private final PGConnection listening;

  private PostgresNotices(Connection connection, PGConnection listening) {
    this.connection = connection;
    this.listening = listening;
  }

  static Notices<byte[]> open(DataSource dataSource) throws SQLException {
    Connection c = dataSource.getConnection();
    try {
      c.setAutoCommit(true);
      PGConnection listening = c.unwrap(PGConnection.class);
      run(c, "LISTEN " + CHANNEL);
      return new PostgresNotices(c, listening);
    } catch (SQLException | RuntimeException e) {
      c.close();
      throw e;
    }
  }

  /** Returns the statement that notes something; it takes no parameters, so the note is hexadecimal. */
  static Write note(byte[] what) {
    return Write.of("NOTIFY " + CHANNEL + ", '" + HexFormat.of().formatHex(what) + "'");
  }

  @Override
  public List<byte[]> next() throws SQLException {
    List<byte[]> heard = new ArrayList<>();
    PGNotification[] told = listening.getNotifications(LOOK_MILLIS);
    if (told != null) {
      for (PGNotification each : told) {
        heard.add(HexFormat.of().parseHex(each.getParameter()));
      }
    }
    return heard;
  }

  /** A pool hands the connection to others. */
  @Override
  public void close() throws SQLException {
    try (Connection c = connection) {
      if (!c.isClosed()) {
        run(c, "UNLISTEN " + CHANNEL);
      }
    }
  }

  private static void run(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
