/**
 * Stores in SQL databases: {@link io.harden4j.checkpoint.jdbc.SqliteCheckpointStore} for one machine without a server, {@link
 * io.harden4j.checkpoint.jdbc.PostgresCheckpointStore} for processes on many. What they share is one core over JDBC; a {@link
 * io.harden4j.checkpoint.jdbc.Dialect} holds what differs.
 */
@NullMarked
package io.harden4j.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
