package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileControlStoreTest extends ControlStoreContract {
  @TempDir
  Path directory;

  @Override
  protected ControlStore open() {
    return FileControlStore.open(directory);
  }
}
