package io.harden4j.checkpoint.internal;

import java.io.IOException;

/** Where a reader of records gets the bytes of payloads. */
@FunctionalInterface
public interface PayloadSource {
  /** Gives no bytes: for indexing, which needs names only. */
  PayloadSource NONE = (offset, length, crc) -> new byte[0];

  /** Returns the bytes at an offset of the frame's data part. */
  byte[] bytes(long offset, int length, int crc) throws IOException;
}
