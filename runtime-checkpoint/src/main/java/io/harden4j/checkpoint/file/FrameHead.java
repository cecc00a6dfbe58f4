package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.internal.Crc;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part of a frame. Its own checksum makes the lengths trustworthy, so that a damaged length is never taken for a torn tail.
 *
 * @param metaLength bytes of meta
 * @param dataLength bytes of data
 * @param metaCrc    checksum of meta
 * @param dataCrc    checksum of data
 * @param place      offset in the log at which the frame belongs: a hole in the log is then no torn tail either
 * @param check      checksum of this head in its log
 */
record FrameHead(int metaLength, int dataLength, int metaCrc, int dataCrc, long place, int check) {
  /** Returns the bytes of a whole frame that will stand at {@code offset} of a log. */
  static byte[] frame(byte[] meta, byte[] data, long offset, long salt) {
    ByteBuffer out = ByteBuffer.allocate(FileFormat.FRAME_HEADER + meta.length + data.length);
    out.putInt(FileFormat.FRAME_MARKER).putInt(meta.length).putInt(data.length);
    out.putInt(Crc.of(meta)).putInt(Crc.of(data)).putLong(offset);
    out.putInt(check(out.array(), 0, salt));
    return out.put(meta).put(data).array();
  }

  /** Reads the head at {@code at} of {@code bytes}, or returns null if there is none of a log with this salt. */
  static @Nullable FrameHead parse(byte[] bytes, int at, long salt) {
    ByteBuffer in = ByteBuffer.wrap(bytes, at, FileFormat.FRAME_HEADER);
    if (in.getInt() != FileFormat.FRAME_MARKER) {
      return null;
    }
    FrameHead head = new FrameHead(
        in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getInt());
    boolean sane =
        head.metaLength > 0 && head.dataLength >= 0 && head.size() <= FileFormat.MAX_FRAME;
    return sane && head.check == check(bytes, at, salt) ? head : null;
  }

  long size() {
    return (long) FileFormat.FRAME_HEADER + metaLength + dataLength;
  }

  private static int check(byte[] bytes, int at, long salt) {
    ByteBuffer covered = ByteBuffer.allocate(FileFormat.FRAME_HEADER - 4 + 8);
    covered.put(bytes, at, FileFormat.FRAME_HEADER - 4).putLong(salt);
    return Crc.of(covered.array());
  }
}
