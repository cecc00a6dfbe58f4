package io.harden4j.checkpoint.file;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What the platform does not offer in one call: durable directories and files that are replaced as a whole. */
final class Disk {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Disk() {}

  /** Writes the new content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(RandomAccessFile file) throws IOException;
  }

  /** Makes a directory and its parents, readable by the owner only, each entry durable. */
  static void makeDirectory(Path dir) throws IOException {
    if (Files.isDirectory(dir)) {
      return;
    }
    Path parent = dir.toAbsolutePath().getParent();
    if (parent != null) {
      makeDirectory(parent);
    }
    try {
      Files.createDirectory(dir, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(dir)) {
        throw e;
      }
    }
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  /** Puts a new file in the place of {@code target}: after a crash there is the old one or the new one, whole. */
  static void replace(Path target, Content content) throws IOException {
    Path fresh = target.resolveSibling(target.getFileName() + ".tmp");
    try (RandomAccessFile file = new RandomAccessFile(fresh.toFile(), "rw")) {
      file.setLength(0);
      content.writeTo(file);
      file.getFD().sync();
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncParent(target);
  }

  /** Removes a file durably. */
  static void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncParent(file);
    }
  }

  /** Makes the name of a file durable. */
  static void syncParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  /** Makes names in a directory durable. A platform that cannot open directories (Windows) keeps names in its journal. */
  static void syncDirectory(Path dir) throws IOException {
    if (File.separatorChar == '\\') {
      return;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = Thread.interrupted() || interrupted;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
