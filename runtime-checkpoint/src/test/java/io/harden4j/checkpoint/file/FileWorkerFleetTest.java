package io.harden4j.checkpoint.file;

import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.WorkerFleetContract;

class FileWorkerFleetTest extends WorkerFleetContract {
  @Override
  protected Class<? extends StoreOpener> opener() {
    return FileStoreOpener.class;
  }
}
