package io.harden4j.observability.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends lines to a file, each with one write, so that several writers do not mix. Thread-safe. */
final class LineFile {
  private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

  private final Path path;
  private final AtomicLong dropped;
  private @Nullable FileChannel channel;
  private boolean warned;

  LineFile(Path path, AtomicLong dropped) {
    this.path = path;
    this.dropped = dropped;
  }

  /** Appends a line, or counts it as dropped. */
  synchronized void append(String line) {
    try {
      FileChannel open = open();
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
    } catch (IOException | UnsupportedOperationException e) {
      dropped.incrementAndGet();
      if (!warned) {
        warned = true;
        LOG.warn("cannot write the trace file {}; the run goes on without it", path, e);
      }
    }
  }

  /** Closes the file. A later line opens it again. */
  synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("closing {} failed", path, e);
    }
    channel = null;
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      channel = FileChannel.open(
          path,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE),
          ownerOnly());
      endTornLine();
    }
    return channel;
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** A process that died in the middle of a line must not spoil the next one too. */
  private void endTornLine() throws IOException {
    long size = Files.size(path);
    if (size == 0 || channel == null) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
      reading.read(last, size - 1);
    }
    if (last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }
}
