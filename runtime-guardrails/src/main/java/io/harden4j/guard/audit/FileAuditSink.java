package io.harden4j.guard.audit;

import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.AuditRecord;
import io.harden4j.tool.CanonicalArguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the audit trail as JSON lines, one file a tenant, each line chained to the one before it by SHA-256: {@link AuditVerifier} finds a line that was
 * deleted, moved or edited. A restart continues the chain.
 *
 * <p><b>Durability.</b> An INTENT, and with it everything before it, is on disk when {@link #append} returns; a DECISION or OUTCOME is handed to the
 * operating system.
 *
 * <p><b>Failures.</b> {@link AuditException} if the record was not kept; a partly written one is taken back at the next append.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, also by several processes on one directory of a local file system.
 */
public final class FileAuditSink implements AuditChain {
  private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What this instance knows of a tenant's file; valid while the file still has this size. */
  private static final class Chain {
    final ReentrantLock lock = new ReentrantLock();
    long size = -1;
    AuditHead head = new AuditHead(0, "");
  }

  private final Path directory;
  private final Optional<AuditVault> vault;
  private final ConcurrentHashMap<String, Chain> chains = new ConcurrentHashMap<>();

  private FileAuditSink(Path directory, Optional<AuditVault> vault) {
    this.directory = directory;
    this.vault = vault;
  }

  /** Returns a sink that keeps its files in a directory, which it creates at the first record. */
  public static FileAuditSink in(Path directory) {
    return new FileAuditSink(directory, Optional.empty());
  }

  /** Returns this sink keeping the arguments of calls too, sealed with keys of their tenants; their hash is a keyed one then. */
  public FileAuditSink withArguments(AuditKeys keys) {
    return new FileAuditSink(directory, Optional.of(new AuditVault(keys)));
  }

  /** Returns the file of a tenant's chain; the name holds a readable beginning of the id and its digest. */
  public Path file(String tenant) {
    String readable = tenant.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String head = readable.substring(0, Math.min(40, readable.length()));
    return directory.resolve(
        "audit-" + head + "-" + Digests.sha256(tenant).substring(0, 32) + ".jsonl");
  }

  /** Returns where a tenant's chain ends now, to be kept somewhere else for {@link AuditVerifier#verify(Path, AuditHead)}. */
  @Override
  public AuditHead head(String tenant) {
    Path file = file(tenant);
    if (!Files.exists(file)) {
      return AuditHead.empty(tenant);
    }
    return uninterrupted(file, tenant, (channel, chain) -> chain.head);
  }

  @Override
  public void append(AuditRecord record) {
    append(record, Optional.empty());
  }

  @Override
  public void append(AuditRecord record, CanonicalArguments arguments) {
    append(record, vault.map(v -> arguments.json()));
  }

  private void append(AuditRecord record, Optional<String> arguments) {
    Path file = file(record.tenant());
    uninterrupted(file, record.tenant(), (channel, chain) -> {
      Optional<AuditVault.Sealed> sealed = vault.flatMap(
          v -> arguments.map(a -> v.seal(record.tenant(), chain.head.sequence() + 1, a)));
      write(channel, chain, record, AuditLine.write(chain.head, record, sealed));
      return chain.head;
    });
  }

  @FunctionalInterface
  private interface Action {
    AuditHead run(FileChannel channel, Chain chain) throws IOException;
  }

  /** A cancelled call still gets its line: an interrupt would close the channel, so it is put aside until the line is written. */
  private AuditHead uninterrupted(Path file, String tenant, Action action) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return locked(file, tenant, action);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private AuditHead locked(Path file, String tenant, Action action)
      throws ClosedByInterruptException {
    Chain chain = chains.computeIfAbsent(tenant, t -> new Chain());
    chain.lock.lock();
    try (FileChannel channel = open(file);
        FileLock lock = lock(file, channel)) {
      if (chain.size != channel.size()) {
        chain.head = ChainTail.recover(file, channel, tenant);
        chain.size = channel.size();
      }
      return lock.isValid() ? action.run(channel, chain) : chain.head;
    } catch (ClosedByInterruptException e) {
      chain.size = -1;
      throw e;
    } catch (IOException e) {
      chain.size = -1;
      throw new AuditException(
          file,
          "audit trail " + file + " cannot be written (" + e.getMessage()
              + "); free space or repair the disk. Calls that change something are denied until then",
          e);
    } finally {
      chain.lock.unlock();
    }
  }

  private FileChannel open(Path file) throws IOException {
    boolean isNew = !Files.exists(file);
    if (isNew) {
      Files.createDirectories(directory);
    }
    FileChannel channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (isNew) {
      forceDirectory();
    }
    return channel;
  }

  /** A new file is only found again after a crash if its directory is on disk too. Windows cannot open a directory and does not need it. */
  private void forceDirectory() throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
        parent.force(true);
      }
    }
  }

  /** Another sink in this process shows as an exception, one in another process as waiting. */
  private static FileLock lock(Path file, FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException other) {
        if (System.nanoTime() - start > LOCK_WAIT_NANOS) {
          throw new AuditException(
              file,
              "audit trail " + file + " is held by another sink of this process"
                  + " for more than 10 s; share one FileAuditSink",
              other);
        }
        LockSupport.parkNanos(LOCK_PAUSE_NANOS);
      }
    }
  }

  private static void write(FileChannel channel, Chain chain, AuditRecord record, String line)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    long at = chain.size;
    chain.size = -1;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    if (record.phase() == AuditRecord.Phase.INTENT) {
      channel.force(false);
    }
    chain.head = AuditLine.read(line).orElseThrow().head();
    chain.size = at;
  }
}
