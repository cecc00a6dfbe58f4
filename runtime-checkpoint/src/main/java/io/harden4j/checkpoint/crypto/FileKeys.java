package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a JSON file, read anew when the file changes: put another file in its place by a rename to rotate, to add a tenant, or to erase
 * one by leaving it out. If the new file cannot be read, nothing is sealed or opened until it can.
 *
 * <pre>
 * {"acme": {"current": "2026", "keys": {"2025": "BASE64 of 32 bytes", "2026": "..."}},
 *  "*":    {"keys": {"base": "..."}}}
 * </pre>
 *
 * {@code "*"} stands for the tenants that have no keys of their own; {@code "current"} may be left out where there is one key. {@code openssl rand -base64 32} makes a
 * key.
 *
 * <p><b>Permissions.</b> On a POSIX file system a file that others than its owner and its group may read, or that others than its owner may write, is refused
 * (the group may read because that is how containers are given secrets). Elsewhere they are not looked at.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class FileKeys implements KeyProvider {
  private static final Set<PosixFilePermission> TOO_OPEN = Set.of(
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.OTHERS_WRITE);

  /** What tells one content of the file from another. */
  private record Version(
      FileTime modified, long size, @Nullable Object file) {}

  private record Loaded(Version version, KeyRing ring) {}

  private final Path file;
  private volatile Loaded loaded;

  private FileKeys(Path file) {
    this.file = file;
    this.loaded = load();
  }

  /**
   * Reads a file.
   *
   * @throws CheckpointStoreException if it is missing, too open or does not parse; the message shows no key
   */
  public static FileKeys open(Path file) {
    return new FileKeys(file);
  }

  @Override
  public Optional<String> currentKeyId(String tenant) {
    return ring().currentKeyId(tenant);
  }

  @Override
  public Optional<SecretKey> key(String tenant, String keyId) {
    return ring().key(tenant, keyId);
  }

  private KeyRing ring() {
    Loaded now = loaded;
    if (!now.version().equals(version())) {
      now = load();
      loaded = now;
    }
    return now.ring();
  }

  /** Looks at the version first: a file that changes while it is read is read again. */
  private Loaded load() {
    Version version = version();
    try {
      return new Loaded(version, KeyDocument.parse(file.toString(), Files.readString(file)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Version version() {
    try {
      BasicFileAttributes a;
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class);
        requireClosed(posix.permissions());
        a = posix;
      } else {
        a = Files.readAttributes(file, BasicFileAttributes.class);
      }
      return new Version(a.lastModifiedTime(), a.size(), a.fileKey());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void requireClosed(Set<PosixFilePermission> permissions) {
    if (permissions.stream().anyMatch(TOO_OPEN::contains)) {
      throw new CheckpointStoreException("the file of encryption keys " + file
          + " can be read by everyone or changed by others than its owner; run 'chmod 600' on it and"
          + " treat its keys as known: rotate them");
    }
  }

  private CheckpointStoreException unreadable(IOException e) {
    return new CheckpointStoreException(
        "cannot read the file of encryption keys " + file + " ("
            + e.getClass().getSimpleName()
            + "); put it back, readable by this process only",
        e);
  }

  @Override
  public String toString() {
    return "FileKeys[" + file + ", " + loaded.ring() + "]";
  }
}
