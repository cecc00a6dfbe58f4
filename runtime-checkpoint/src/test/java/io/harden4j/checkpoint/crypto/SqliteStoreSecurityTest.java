package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Group K on SQLite: what is looked at are the database file and those beside it. */
class SqliteStoreSecurityTest extends CipherSecurity {
  @TempDir
  Path directory;

  @Override
  protected CheckpointStore open() {
    return SqliteCheckpointStore.builder(directory.resolve("store.db"))
        .clock(clock())
        .open();
  }

  @Override
  protected byte[] raw() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> each = files.toList();
      for (Path file : each) {
        all.writeBytes(Files.readAllBytes(file));
      }
    }
    return all.toByteArray();
  }
}
