package io.harden4j.guard.sql;

import java.util.List;

/**
 * A query as it may be executed.
 *
 * @param sql         the text, written from the checked tree
 * @param parameters  values of its {@code ?}, in order; empty if the tenant stands in the text
 * @param askedHash   SHA-256 of the text that was asked, hex
 * @param hash        SHA-256 of {@code sql}, hex
 */
public record SqlQuery(String sql, List<Object> parameters, String askedHash, String hash) {
  /** Copies the list. */
  public SqlQuery {
    parameters = List.copyOf(parameters);
  }
}
