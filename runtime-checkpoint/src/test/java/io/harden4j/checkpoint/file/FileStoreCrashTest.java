package io.harden4j.checkpoint.file;

import io.harden4j.testkit.CheckpointStoreCrashContract;
import io.harden4j.testkit.StoreOpener;

class FileStoreCrashTest extends CheckpointStoreCrashContract {
  @Override
  protected Class<? extends StoreOpener> opener() {
    return FileStoreOpener.class;
  }

  @Override
  protected String evidenceName() {
    return "crash-file";
  }
}
