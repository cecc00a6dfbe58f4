package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileStoreSecurityTest extends CipherSecurity {
  @TempDir
  Path directory;

  @Override
  protected CheckpointStore open() {
    return FileCheckpointStore.builder(directory).clock(clock()).open();
  }

  @Override
  protected byte[] raw() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        all.writeBytes(file.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(Files.readAllBytes(file));
      }
    }
    return all.toByteArray();
  }
}
