package io.harden4j.checkpoint.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.CheckpointStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {
  private static HikariDataSource pool;

  @BeforeAll
  static void openPool() {
    pool = Postgres.pool(Postgres.fresh(), 10);
    PostgresCheckpointStore.open(pool).close();
  }

  @AfterAll
  static void closePool() {
    if (pool != null) {
      pool.close();
    }
  }

  @BeforeEach
  void empty() {
    Postgres.empty(pool);
  }

  @Override
  protected CheckpointStore open() {
    return PostgresCheckpointStore.builder(pool).clock(clock()).open();
  }

  @Override
  protected String evidenceSuffix() {
    return "-postgres";
  }
}
