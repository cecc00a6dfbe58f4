package io.harden4j.checkpoint.file;

import java.nio.charset.StandardCharsets;

/**
 * The format on disk, version 1. All fixed-width numbers are big-endian; {@code number} is a zig-zag varint.
 *
 * <pre>
 * store/
 *   fences                                last fence given out: two slots, the newer valid one counts
 *   locks/xx                              empty files that carry the operating system's locks
 *   tenants/TENANT/threads/THREAD.log     everything about a thread
 *   tenants/TENANT/questions/QUESTION     which thread a question belongs to
 *   control/TENANT.log                    counters, flags and spent grants of a tenant
 *
 * NAME     = readable rest of the id, '-', SHA-256 of the id; the id itself is in the file's header
 * log      = header frame*
 * header   = "harden4j" int(format) int(length) text(kind) text(tenant) text(id) number(born) number(rewrites) int(CRC-32C)
 * frame    = "H4JF" int(meta length) int(data length) int(CRC-32C of meta) int(CRC-32C of data)
 *            long(offset of the frame) int(CRC-32C of the 28 bytes before and of a long from born and rewrites) meta data
 * meta     = number(items) { number(length) item }*           what is needed to find things
 * data     = the bytes of all payloads, one after the other   read when needed, each with a CRC-32C of its own in meta
 * text     = number(bytes * 2) UTF-8 | number(bytes * 2 + 1) UTF-16BE, where the text has unpaired surrogates
 * </pre>
 *
 * One mutation is one frame, so it is there or it is not. A frame that ends beyond the file, or the last one with a wrong checksum, is the
 * torn tail of a crash: readers do not see it, the next writer cuts it off. The same damage before the last frame is corruption.
 * A log is only ever appended to, or replaced as a whole by a rename.
 */
final class FileFormat {
  static final int VERSION = 1;
  static final byte[] MAGIC = "harden4j".getBytes(StandardCharsets.US_ASCII);
  static final int FRAME_MARKER = 0x48344A46;
  static final int FRAME_HEADER = 32;

  /** Largest frame, in bytes: a mistake in a length is then never mistaken for a frame. */
  static final int MAX_FRAME = 1 << 30;

  private FileFormat() {}
}
