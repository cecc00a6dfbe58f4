package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteControlStoreTest extends ControlStoreContract {
  @TempDir
  Path directory;

  @Override
  protected ControlStore open() {
    return SqliteControlStore.open(directory.resolve("store.db"));
  }
}
