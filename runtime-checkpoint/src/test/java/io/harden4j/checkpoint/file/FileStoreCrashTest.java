package io.harden4j.checkpoint.file;

import io.harden4j.testkit.CheckpointStoreCrashContract;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.Tier;

class FileStoreCrashTest extends CheckpointStoreCrashContract {
  @Override
  protected Class<? extends StoreOpener> opener() {
    return FileStoreOpener.class;
  }

  @Override
  protected String evidenceName() {
    return "crash-file-store";
  }

  /** The evidence that counts comes from a whole run, see {@link GraphCrashTest}; this one adds forks and prunes. */
  @Override
  protected int kills() {
    return Tier.of(20, 600);
  }
}
