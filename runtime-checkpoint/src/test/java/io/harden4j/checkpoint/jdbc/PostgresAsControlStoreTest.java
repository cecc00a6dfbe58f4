package io.harden4j.checkpoint.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import org.junit.jupiter.api.AfterEach;

/** The checkpoint store is a control store itself. */
class PostgresAsControlStoreTest extends ControlStoreContract {
  private final HikariDataSource pool = Postgres.pool(Postgres.fresh(), 5);

  @Override
  protected ControlStore open() {
    return PostgresCheckpointStore.open(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }
}
