package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.CheckpointStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest extends CheckpointStoreContract {
  @TempDir
  Path directory;

  @Override
  protected CheckpointStore open() {
    return FileCheckpointStore.builder(directory).clock(clock()).open();
  }

  @Override
  protected String evidenceSuffix() {
    return "-file-instances";
  }
}
