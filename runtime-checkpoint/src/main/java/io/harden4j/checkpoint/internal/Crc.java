package io.harden4j.checkpoint.internal;

import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720), the checksum of everything on disk. */
public final class Crc {
  private Crc() {}

  public static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  public static int of(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
