package io.harden4j.checkpoint.crypto;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Deflate (RFC 1951) with the original length before it. What it gives back has that length and no other. */
final class Compression {
  /** Largest value that is compressed, and so the most memory that opening one can take. */
  static final int MAX_VALUE = 64 * 1024 * 1024;

  private static final int LENGTH = 4;

  private Compression() {}

  /** Returns the compressed form, or null if it would not be shorter. */
  static byte @Nullable [] compress(byte[] plain) {
    if (plain.length > MAX_VALUE || plain.length <= LENGTH) {
      return null;
    }
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] out = new byte[plain.length - 1];
      int size = deflater.deflate(out, LENGTH, out.length - LENGTH);
      if (!deflater.finished()) {
        return null;
      }
      ByteBuffer.wrap(out).putInt(plain.length);
      return java.util.Arrays.copyOf(out, LENGTH + size);
    } finally {
      deflater.end();
    }
  }

  /** Returns the original, or null if these bytes are not the compressed form of anything. */
  static byte @Nullable [] decompress(byte[] compressed) {
    if (compressed.length < LENGTH) {
      return null;
    }
    int length = ByteBuffer.wrap(compressed).getInt();
    if (length < 0 || length > MAX_VALUE) {
      return null;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed, LENGTH, compressed.length - LENGTH);
      byte[] plain = new byte[length];
      int size = inflater.inflate(plain);
      boolean ends = inflater.finished() || inflater.inflate(new byte[1]) == 0;
      return size == length && ends && inflater.finished() ? plain : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
