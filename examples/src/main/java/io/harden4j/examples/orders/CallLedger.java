package io.harden4j.examples.orders;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records every executed call of one tenant, and what a changing call with an idempotency key answered. */
final class CallLedger {
  private final Sql sql;
  private final String tenant;

  CallLedger(Sql sql, String tenant) {
    this.sql = sql;
    this.tenant = tenant;
  }

  /**
   * Appends one line to the log and returns its number.
   *
   * @param outcome {@code done}, {@code repeated} or {@code refused}
   */
  long log(ToolRequest call, String outcome) throws SQLException {
    return sql.insert(
        "INSERT INTO call_log (tenant, tool, arguments, idempotency_key, outcome) VALUES (?, ?, ?, ?, ?)",
        tenant,
        call.tool(),
        call.canonicalArguments(),
        call.idempotencyKey(),
        outcome);
  }

  /**
   * Returns the answer that a call with this key got before.
   *
   * @throws RefusedCallException if the key belongs to a different call
   */
  Optional<String> answered(String key, ToolRequest call) throws SQLException {
    Optional<Answered> answered = sql.first(
        "SELECT tool, arguments, answer FROM answered_keys WHERE tenant = ? AND idempotency_key = ?",
        row -> new Answered(
            row.getString("tool"), row.getString("arguments"), row.getString("answer")),
        tenant,
        key);
    if (answered.filter(earlier -> !earlier.isFor(call)).isPresent()) {
      throw new RefusedCallException(
          "idempotency key " + key + " was used for another call; use one key for one call");
    }
    return answered.map(Answered::answer);
  }

  void remember(String key, ToolRequest call, String answer) throws SQLException {
    sql.insert(
        "INSERT INTO answered_keys (tenant, idempotency_key, tool, arguments, answer) VALUES (?, ?, ?, ?, ?)",
        tenant,
        key,
        call.tool(),
        call.canonicalArguments(),
        answer);
  }

  private record Answered(
      String tool, String arguments, @Nullable String answer) {
    boolean isFor(ToolRequest call) {
      return tool.equals(call.tool()) && arguments.equals(call.canonicalArguments());
    }
  }
}
