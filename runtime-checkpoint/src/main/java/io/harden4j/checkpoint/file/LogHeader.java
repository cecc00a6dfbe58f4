package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.internal.Crc;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.PayloadSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * First bytes of a log.
 *
 * @param kind     what is in it: {@code thread} or {@code control}
 * @param tenant   owner
 * @param id       thread id, or empty
 * @param born     the fence under which the file was made, so that a file that was removed and made anew is told apart
 * @param rewrites how often it was replaced since
 */
record LogHeader(String kind, String tenant, String id, long born, long rewrites) {
  private static final int FIXED = FileFormat.MAGIC.length + 8;
  private static final int MAX = 1 << 20;

  byte[] encoded() {
    FrameWriter rest = new FrameWriter().text(kind).text(tenant).text(id);
    byte[] body = rest.number(born).number(rewrites).meta();
    ByteBuffer out = ByteBuffer.allocate(FIXED + body.length + 4);
    out.put(FileFormat.MAGIC).putInt(FileFormat.VERSION).putInt(body.length).put(body);
    return out.putInt(Crc.of(out.array(), 0, FIXED + body.length)).array();
  }

  /** Returns how many bytes the header takes. */
  int size() {
    return encoded().length;
  }

  LogHeader rewritten() {
    return new LogHeader(kind, tenant, id, born, rewrites + 1);
  }

  /** Says whether this is the same log as {@code other}, perhaps an earlier or later one. */
  boolean isFor(String otherKind, String otherTenant, String otherId) {
    return kind.equals(otherKind) && tenant.equals(otherTenant) && id.equals(otherId);
  }

  /** Returns a number that makes frames of one file not valid in another one. */
  long salt() {
    return born * 1_000_003 + rewrites;
  }

  /** Reads the header, or returns null if these are not the first bytes of a log. */
  static @Nullable LogHeader read(LogFile file) throws IOException {
    if (file.length() < FIXED) {
      return null;
    }
    ByteBuffer fixed = ByteBuffer.wrap(file.read(0, FIXED));
    byte[] magic = new byte[FileFormat.MAGIC.length];
    fixed.get(magic);
    if (!Arrays.equals(magic, FileFormat.MAGIC)) {
      return null;
    }
    file.checkVersion(fixed.getInt());
    int length = fixed.getInt();
    if (length < 0 || length > MAX || file.length() < FIXED + length + 4L) {
      return null;
    }
    byte[] all = file.read(0, FIXED + length + 4);
    boolean whole = ByteBuffer.wrap(all).getInt(FIXED + length) == Crc.of(all, 0, FIXED + length);
    return whole ? parse(new FrameReader(all, FIXED, FIXED + length, PayloadSource.NONE)) : null;
  }

  private static LogHeader parse(FrameReader in) {
    return new LogHeader(in.text(), in.text(), in.text(), in.number(), in.number());
  }
}
