package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint store is a control store itself. */
class SqliteAsControlStoreTest extends ControlStoreContract {
  @TempDir
  Path directory;

  @Override
  protected ControlStore open() {
    return SqliteCheckpointStore.open(directory.resolve("store.db"));
  }
}
