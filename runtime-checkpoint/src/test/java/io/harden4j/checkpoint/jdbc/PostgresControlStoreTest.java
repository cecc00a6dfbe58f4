package io.harden4j.checkpoint.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import org.junit.jupiter.api.AfterEach;

class PostgresControlStoreTest extends ControlStoreContract {
  private final HikariDataSource pool = Postgres.pool(Postgres.fresh(), 5);

  @Override
  protected ControlStore open() {
    return PostgresControlStore.open(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }
}
