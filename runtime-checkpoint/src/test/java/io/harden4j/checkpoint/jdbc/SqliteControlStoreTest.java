package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.testkit.ControlStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteControlStoreTest extends ControlStoreContract {
  @TempDir
  Path directory;

  @Override
  protected ControlStore open() {
    return SqliteControlStore.open(directory.resolve("store.db"));
  }

  @Test
  void sees_what_the_checkpoint_store_of_the_same_file_keeps() {
    try (SqliteCheckpointStore checkpoints =
        SqliteCheckpointStore.open(directory.resolve("store.db"))) {
      checkpoints.setFlag("acme", "kill", "on", 0);
    }

    assertThat(open().flag("acme", "kill")).contains(new ControlStore.Flag("kill", "on", 1));
  }
}
