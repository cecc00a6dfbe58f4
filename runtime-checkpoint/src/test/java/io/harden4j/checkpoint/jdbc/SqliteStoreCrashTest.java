package io.harden4j.checkpoint.jdbc;

import io.harden4j.testkit.CheckpointStoreCrashContract;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;

class SqliteStoreCrashTest extends CheckpointStoreCrashContract {
  @Override
  protected Class<? extends StoreOpener> opener() {
    return SqliteStoreOpener.class;
  }

  @Override
  protected String evidenceName() {
    return "crash-sqlite-store";
  }

  /** The evidence that counts comes from whole runs, see {@code CrashMatrixTest}. */
  @Override
  protected int kills() {
    return Tier.of(10, 300);
  }
}
