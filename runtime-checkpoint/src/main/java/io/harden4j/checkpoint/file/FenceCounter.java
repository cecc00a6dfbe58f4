package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CorruptCheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Gives out numbers that never come twice, in any process. Each is durable before it is given out, so that not even a crash brings one
 * back. Two slots are written in turns: a torn write spoils the older number only.
 */
final class FenceCounter {
  private static final int SLOT = 512;
  private static final int SLOT_BYTES = 12;

  private final Path file;
  private final FileMutex mutex;

  FenceCounter(Path file, FileMutex mutex) {
    this.file = file;
    this.mutex = mutex;
  }

  long next() throws IOException {
    return mutex.locked(() -> {
      try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
        boolean fresh = f.length() == 0;
        long next = fresh ? 1 : Math.addExact(last(f), 1);
        f.seek(next % 2 * SLOT);
        f.write(slot(next));
        f.getFD().sync();
        if (fresh) {
          Disk.syncParent(file);
        }
        return next;
      }
    });
  }

  private long last(RandomAccessFile f) throws IOException {
    long last = Math.max(read(f, 0), read(f, SLOT));
    // The very first write may have been torn; nobody has got a number then.
    if (last == 0 && f.length() > SLOT + SLOT_BYTES) {
      throw new CorruptCheckpointException(
          file
              + " does not hold the last fence that was given out. Restore it from a backup, or stop all"
              + " processes that use the store and remove it together with all threads that have a lease",
          null);
    }
    return last;
  }

  private static long read(RandomAccessFile f, int at) throws IOException {
    if (f.length() < at + SLOT_BYTES) {
      return 0;
    }
    byte[] bytes = new byte[SLOT_BYTES];
    f.seek(at);
    f.readFully(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long value = in.getLong();
    return in.getInt() == Crc.of(bytes, 0, 8) ? value : 0;
  }

  private static byte[] slot(long value) {
    ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES).putLong(value);
    return out.putInt(Crc.of(out.array(), 0, 8)).array();
  }
}
