package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.CheckpointStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCheckpointStoreTest extends CheckpointStoreContract {
  @TempDir
  Path directory;

  @Override
  protected CheckpointStore open() {
    return SqliteCheckpointStore.builder(directory.resolve("store.db"))
        .clock(clock())
        .open();
  }

  @Override
  protected String evidenceSuffix() {
    return "-sqlite";
  }
}
