package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.internal.Crc;
import io.harden4j.checkpoint.internal.Texts;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An opened log, as long as it was then. A rename under it does no harm: it stays what it was. Reads and writes are those of
 * {@link RandomAccessFile} and not of a channel, which an interrupt would close. Not thread-safe: each operation opens its own.
 */
final class LogFile implements Closeable {
  private static final int WINDOW = 8192;

  private final Path path;
  private final RandomAccessFile file;
  private final LogHeader header;
  private long length;
  private byte[] window = new byte[0];
  private long windowAt;

  private LogFile(Path path, RandomAccessFile file, String whose) throws IOException {
    this.path = path;
    this.file = file;
    this.length = file.length();
    LogHeader found = LogHeader.read(this);
    if (found == null) {
      throw new CorruptCheckpointException(
          "the log of " + whose
              + " does not begin like a file of this store: it is damaged or not one of ours ("
              + path + "). Restore it from a backup, or move it away",
          null);
    }
    this.header = found;
  }

  /** Opens a log, or returns null if there is none; {@code whose} is for the error of a file that does not say it. */
  static @Nullable LogFile open(Path path, boolean write, String whose) throws IOException {
    RandomAccessFile file;
    try {
      if (write && !Files.exists(path)) {
        return null;
      }
      file = new RandomAccessFile(path.toFile(), write ? "rw" : "r");
    } catch (FileNotFoundException e) {
      if (!Files.exists(path)) {
        return null;
      }
      // It came into being between the two looks, or it may not be read: the second try tells.
      file = new RandomAccessFile(path.toFile(), write ? "rw" : "r");
    }
    try {
      return new LogFile(path, file, whose);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  LogHeader header() {
    return header;
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  void checkVersion(int found) {
    if (found > FileFormat.VERSION) {
      throw new NewerFormatException(path.toString(), found, FileFormat.VERSION);
    }
  }

  /** Returns bytes that are there, or the error of a file that is shorter than it says. */
  byte[] read(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    boolean buffered = at >= windowAt && at + count <= windowAt + window.length;
    if (!buffered && count < WINDOW && at < length) {
      window = new byte[(int) Math.min(WINDOW, length - at)];
      windowAt = at;
      fill(window, at);
      buffered = count <= window.length;
    }
    if (buffered) {
      System.arraycopy(window, (int) (at - windowAt), bytes, 0, count);
    } else {
      fill(bytes, at);
    }
    return bytes;
  }

  private void fill(byte[] bytes, long at) throws IOException {
    try {
      file.seek(at);
      file.readFully(bytes);
    } catch (EOFException e) {
      throw corrupt("it ends before byte " + (at + bytes.length), e);
    }
  }

  /** Returns the bytes of a payload. */
  byte[] payload(long at, int count, int crc) throws IOException {
    byte[] bytes = read(at, count);
    if (Crc.of(bytes) != crc) {
      throw corrupt("a value at byte " + at + " does not fit its checksum", null);
    }
    return bytes;
  }

  /** Adds a frame behind {@code end}; what is there is a torn tail. On failure nothing stays, if the disk lets us. */
  void append(long end, byte[] frame, StoreOp op, FaultHook hook) throws IOException {
    try {
      if (length != end) {
        file.setLength(end);
      }
      file.seek(end);
      if (!hook.watches()) {
        file.write(frame);
      } else {
        file.write(frame, 0, frame.length / 2);
        hook.at(op, FaultHook.Stage.MID);
        file.write(frame, frame.length / 2, frame.length - frame.length / 2);
        hook.at(op, FaultHook.Stage.WRITTEN);
      }
      file.getFD().sync();
    } catch (IOException e) {
      cutBack(end, e);
      throw e;
    }
    length = end + frame.length;
    window = new byte[0];
  }

  private void cutBack(long end, IOException cause) {
    try {
      file.setLength(end);
      file.getFD().sync();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  CorruptCheckpointException corrupt(String what, @Nullable Throwable cause) {
    String whose = header.id().isEmpty() ? "" : "thread " + Texts.shown(header.id()) + " of ";
    return new CorruptCheckpointException(
        "the log of " + whose + "tenant " + Texts.shown(header.tenant()) + " is damaged: " + what
            + " (" + path
            + "). Nothing was changed; restore the file from a backup, or move it away",
        cause);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
