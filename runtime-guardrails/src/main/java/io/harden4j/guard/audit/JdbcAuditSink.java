package io.harden4j.guard.audit;

import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.CanonicalArguments;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the audit trail in a table {@code harden4j_audit} of a database, one chain a tenant, in the same lines as {@link FileAuditSink}. Give it a user that may insert and
 * select but neither update nor delete; what the database's owner could do, {@link SignedAudit} finds.
 *
 * <p><b>Durability.</b> When {@link #append} returns, the record is committed.
 *
 * <p><b>Failures.</b> {@link AuditException} if the record was not kept.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, also by several processes: of two that write the same place of a chain one goes on to the next.
 */
public final class JdbcAuditSink implements AuditChain {
  private static final int ATTEMPTS = 100;
  private static final String LAST = "SELECT line FROM harden4j_audit WHERE tenant = ? AND seq ="
      + " (SELECT max(seq) FROM harden4j_audit WHERE tenant = ?)";

  private final DataSource connections;
  private final Optional<AuditVault> vault;

  private JdbcAuditSink(DataSource connections, Optional<AuditVault> vault) {
    this.connections = connections;
    this.vault = vault;
  }

  /** Returns a sink over connections; {@link #createTable} makes its table. */
  public static JdbcAuditSink over(DataSource connections) {
    return new JdbcAuditSink(connections, Optional.empty());
  }

  /** Returns this sink keeping the arguments of calls too, sealed with keys of their tenants; their hash is a keyed one then. */
  public JdbcAuditSink withArguments(AuditKeys keys) {
    return new JdbcAuditSink(connections, Optional.of(new AuditVault(keys)));
  }

  /** Creates the table if it is not there. Works on PostgreSQL, SQLite, H2, MySQL. */
  public JdbcAuditSink createTable() {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS harden4j_audit (tenant VARCHAR(256) NOT NULL,"
          + " seq BIGINT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (tenant, seq))");
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return this;
    } catch (SQLException e) {
      throw failed("its table cannot be created", e);
    }
  }

  @Override
  public void append(AuditRecord record) {
    append(record, Optional.empty());
  }

  @Override
  public void append(AuditRecord record, CanonicalArguments arguments) {
    append(record, vault.map(v -> arguments.json()));
  }

  private void append(AuditRecord record, Optional<String> arguments) {
    SQLException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try (Connection connection = connections.getConnection()) {
        AuditHead head = head(connection, record.tenant());
        Optional<AuditVault.Sealed> sealed =
            vault.flatMap(v -> arguments.map(a -> v.seal(record.tenant(), head.sequence() + 1, a)));
        insert(
            connection,
            record.tenant(),
            head.sequence() + 1,
            AuditLine.write(head, record, sealed));
        return;
      } catch (SQLException e) {
        last = e;
        if (!isTaken(e)) {
          break;
        }
      }
    }
    throw failed("the record cannot be written", last);
  }

  /** Another writer was there first: the state of integrity violations, or SQLite's code, which has no state. */
  private static boolean isTaken(SQLException e) {
    String state = e.getSQLState();
    boolean sqlite =
        state == null && (e.getErrorCode() == 19 || e.getErrorCode() == 5 || e.getErrorCode() == 6);
    return sqlite || (state != null && (state.startsWith("23") || state.startsWith("40")));
  }

  private static void insert(Connection connection, String tenant, long sequence, String line)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO harden4j_audit (tenant, seq, line) VALUES (?, ?, ?)")) {
      insert.setString(1, tenant);
      insert.setLong(2, sequence);
      insert.setString(3, line);
      insert.executeUpdate();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    } catch (SQLException e) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      throw e;
    }
  }

  private static AuditHead head(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST)) {
      select.setString(1, tenant);
      select.setString(2, tenant);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return AuditHead.empty(tenant);
        }
        return AuditLine.read(rows.getString(1))
            .filter(line -> line.tenant().equals(tenant))
            .map(AuditLine::head)
            .orElseThrow(() -> new SQLException("the last record of the trail was changed, so the"
                + " trail is not continued; find the place with AuditVerifier"));
      }
    }
  }

  @Override
  public AuditHead head(String tenant) {
    try (Connection connection = connections.getConnection()) {
      return head(connection, tenant);
    } catch (SQLException e) {
      throw failed("its end cannot be read", e);
    }
  }

  /** Returns a tenant's lines in their order, for {@link AuditVerifier#verify(Iterable)}. */
  public List<String> lines(String tenant) {
    try (Connection connection = connections.getConnection();
        PreparedStatement select = connection.prepareStatement(
            "SELECT line FROM harden4j_audit WHERE tenant = ? ORDER BY seq")) {
      select.setString(1, tenant);
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw failed("its records cannot be read", e);
    }
  }

  private static AuditException failed(
      String what, @org.jspecify.annotations.Nullable SQLException e) {
    return new AuditException(
        null,
        "the audit trail in the database failed: " + what
            + "; repair the database. Calls that change something are denied until then",
        e);
  }
}
