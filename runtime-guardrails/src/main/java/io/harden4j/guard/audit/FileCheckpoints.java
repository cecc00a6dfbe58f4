package io.harden4j.guard.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps signed statements as lines of a file. Put it on another machine's disk, or on one that only appends: whoever can write both files can cut both.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; a line is written in one step.
 */
public final class FileCheckpoints implements SignedAudit.CheckpointSink {
  private final Path file;

  private FileCheckpoints(Path file) {
    this.file = file;
  }

  /** Returns the statements in a file, which is created at the first. */
  public static FileCheckpoints in(Path file) {
    return new FileCheckpoints(file);
  }

  @Override
  public void write(AuditCheckpoint checkpoint) {
    byte[] line = (checkpoint.line() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.wrap(line));
        channel.force(false);
      }
    } catch (IOException e) {
      throw new AuditException(
          file,
          "the audit checkpoint cannot be written to " + file + " (" + e.getMessage()
              + "); free space or repair the disk. Calls that change something are denied until then",
          e);
    }
  }

  /** Returns the lines of the file; a line that is no statement stays in its place, so that a verifier can say so. */
  public List<String> lines() {
    try {
      return new ArrayList<>(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the audit checkpoints in " + file + " cannot be read", e);
    }
  }
}
