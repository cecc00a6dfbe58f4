package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.jdbc.PostgresStoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Group K on PostgreSQL: what is looked at are the rows of all tables of the schema. */
class PostgresStoreSecurityTest extends CipherSecurity {
  private static final String TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";

  @TempDir
  Path directory;

  @Override
  protected CheckpointStore open() {
    return new PostgresStoreOpener().open(directory, clock(), FaultPoints.NONE);
  }

  @Override
  protected byte[] raw() throws IOException {
    try (Connection c = PostgresStoreOpener.source(directory).getConnection();
        Statement s = c.createStatement()) {
      c.setAutoCommit(true);
      List<String> tables = new ArrayList<>();
      try (ResultSet rows = s.executeQuery(TABLES)) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String table : tables) {
        try (ResultSet rows = s.executeQuery("SELECT * FROM " + table)) {
          write(rows, all);
        }
      }
      return all.toByteArray();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void write(ResultSet rows, ByteArrayOutputStream all) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        all.writeBytes(
            value instanceof byte[] bytes
                ? bytes
                : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
