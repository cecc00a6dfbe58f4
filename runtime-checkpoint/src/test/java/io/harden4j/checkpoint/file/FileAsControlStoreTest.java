package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint store is a control store itself. */
class FileAsControlStoreTest extends ControlStoreContract {
  @TempDir
  Path directory;

  @Override
  protected ControlStore open() {
    return FileCheckpointStore.open(directory);
  }
}
