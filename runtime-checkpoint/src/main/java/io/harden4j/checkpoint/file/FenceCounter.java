package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.internal.Crc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/**
 * Gives out numbers that never come twice, in any process. Each is durable before it is given out, so that not even a crash brings one
 * back. Two slots are written in turns: a torn write spoils the older number only.
 */
final class FenceCounter {
  private static final int SLOT = 512;
  private static final int SLOT_BYTES = 12;

  private final Layout layout;
  private final FileMutex mutex;

  FenceCounter(Layout layout, FileMutex mutex) {
    this.layout = layout;
    this.mutex = mutex;
  }

  long next() throws IOException {
    return mutex.locked(() -> Files.exists(layout.fences()) ? increment() : first());
  }

  private long first() throws IOException {
    if (Files.exists(layout.tenants())) {
      throw lost();
    }
    Disk.replace(layout.fences(), f -> write(f, 1));
    return 1;
  }

  private long increment() throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(layout.fences().toFile(), "rw")) {
      long last = Math.max(read(f, 0), read(f, SLOT));
      if (last == 0) {
        throw lost();
      }
      long next = Math.addExact(last, 1);
      write(f, next);
      f.getFD().sync();
      return next;
    }
  }

  private CorruptCheckpointException lost() {
    return new CorruptCheckpointException(
        layout.fences()
            + " does not say which fence was given out last. Restore it from a backup of the store;"
            + " without it a dead worker could write into the threads of a living one",
        null);
  }

  private static void write(RandomAccessFile f, long value) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES).putLong(value);
    f.seek(value % 2 * SLOT);
    f.write(out.putInt(Crc.of(out.array(), 0, 8)).array());
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
}
