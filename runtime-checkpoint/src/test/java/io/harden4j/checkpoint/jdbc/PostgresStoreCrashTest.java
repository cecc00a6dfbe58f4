package io.harden4j.checkpoint.jdbc;

import io.harden4j.testkit.CheckpointStoreCrashContract;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;
import java.util.Map;

class PostgresStoreCrashTest extends CheckpointStoreCrashContract {
  @Override
  protected Class<? extends StoreOpener> opener() {
    return PostgresStoreOpener.class;
  }

  @Override
  protected String evidenceName() {
    return "crash-postgres-store";
  }

  @Override
  protected Map<String, String> properties() {
    return PostgresStoreOpener.properties();
  }

  /** The evidence that counts comes from whole runs, see {@code CrashMatrixTest}. */
  @Override
  protected int kills() {
    return Tier.of(10, 300);
  }
}
