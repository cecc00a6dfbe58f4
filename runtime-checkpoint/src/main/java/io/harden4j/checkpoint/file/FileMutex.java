package io.harden4j.checkpoint.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion over a lock file, among the threads of this process and among processes. Held for one short operation only; an
 * interrupted thread gets it too, and finds its interrupt flag set afterwards.
 */
final class FileMutex {
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;
  private static final int GATES = 512;

  // Shared by all stores of the process and for ever, because the operating system's locks are: it
  // drops all locks of a process on a file
  // as soon as the process closes the file once. Holds nothing but locks; two files that meet in
  // one only wait for each other.
  private static final List<ReentrantLock> OUTER = gates();
  private static final List<ReentrantLock> INNER = gates();

  /** Which mutex may be taken while which is held: an inner one under an outer one, never the other way. */
  enum Level {
    OUTER,
    INNER
  }

  /** What is done under the lock. */
  @FunctionalInterface
  interface Section<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private final Path file;
  private final ReentrantLock gate;
  private final Duration patience;

  /** Creates the mutex of a file, which is made where it is missing and never removed. */
  FileMutex(Path file, Level level, Duration patience) {
    this.file = file;
    this.gate = gate(level, file);
    this.patience = patience;
  }

  private static List<ReentrantLock> gates() {
    return Stream.generate(ReentrantLock::new).limit(GATES).toList();
  }

  private static ReentrantLock gate(Level level, Path file) {
    List<ReentrantLock> gates = level == Level.OUTER ? OUTER : INNER;
    return gates.get(Math.floorMod(file.hashCode(), GATES));
  }

  <T extends @Nullable Object> T locked(Section<T> section) throws IOException {
    boolean interrupted = Thread.interrupted();
    gate.lock();
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        Waiting waiting = new Waiting(opened.getChannel())) {
      interrupted |= waiting.await();
      return section.run();
    } finally {
      gate.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Polls: the blocking call closes its channel when the thread is interrupted. */
  private final class Waiting implements AutoCloseable {
    private final FileChannel channel;
    private @Nullable FileLock lock;

    Waiting(FileChannel channel) {
      this.channel = channel;
    }

    /** Returns whether the thread was interrupted meanwhile. */
    boolean await() throws IOException {
      boolean interrupted = false;
      long start = System.nanoTime();
      long pause = 20_000;
      while (!taken()) {
        if (System.nanoTime() - start > patience.toNanos()) {
          throw new IOException("another process has held the lock " + file + " for "
              + patience.toSeconds() + " s; it hangs or is stopped: end it");
        }
        LockSupport.parkNanos(pause);
        interrupted |= Thread.interrupted();
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
      return interrupted;
    }

    private boolean taken() throws IOException {
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        return false; // another copy of this class, in another class loader
      }
      return lock != null;
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.release();
      }
    }
  }
}
