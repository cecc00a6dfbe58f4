package io.harden4j.guard.audit;

import io.harden4j.checkpoint.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps one key a tenant in a file that only its owner may read. Keep the directory apart from the trail and its copies; a backup of it keeps what was erased.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, also by several processes on one directory.
 */
public final class FileAuditKeys implements AuditKeys {
  private static final int KEY_BYTES = 32;

  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  private FileAuditKeys(Path directory) {
    this.directory = directory;
  }

  /** Returns keys in a directory, which is created when the first is made. */
  public static FileAuditKeys in(Path directory) {
    return new FileAuditKeys(directory);
  }

  private Path file(String tenant) {
    return directory.resolve("audit-key-" + Digests.sha256(tenant).substring(0, 32));
  }

  @Override
  public Named current(String tenant) {
    ReentrantLock lock = locks.computeIfAbsent(tenant, t -> new ReentrantLock());
    lock.lock();
    try {
      Path file = file(tenant);
      return Files.exists(file) ? read(file) : create(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the audit key of a tenant cannot be read or made in " + directory, e);
    } finally {
      lock.unlock();
    }
  }

  private Named create(Path file) throws IOException {
    Files.createDirectories(directory);
    try (FileChannel gate = FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = gate.lock()) {
      if (!Files.exists(file) && held.isValid()) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Path fresh = Files.createTempFile(directory, "new", "");
        restrict(fresh);
        Files.writeString(fresh, HexFormat.of().formatHex(key));
        Files.move(fresh, file);
      }
      return read(file);
    }
  }

  private static void restrict(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static Named read(Path file) throws IOException {
    byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
    SecretKey secret = new SecretKeySpec(key, "AES");
    return new Named(Digests.sha256(key).substring(0, 16), secret);
  }

  @Override
  public Optional<Named> find(String tenant, String id) {
    Path file = file(tenant);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(file)).filter(named -> named.id().equals(id));
    } catch (IOException e) {
      throw new UncheckedIOException("an audit key cannot be read in " + directory, e);
    }
  }

  @Override
  public void erase(String tenant) {
    try {
      Path file = file(tenant);
      if (Files.exists(file)) {
        Files.write(file, new byte[2 * KEY_BYTES]);
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an audit key cannot be erased in " + directory, e);
    }
  }
}
