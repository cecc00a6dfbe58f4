package io.harden4j.guard.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Finds the end of a chain in its file, and mends what a crash in the middle of a write left there: such a record was never acknowledged. */
final class ChainTail {
  private static final int LONGEST_LINE = 1 << 22;

  private ChainTail() {}

  static AuditHead recover(Path file, FileChannel channel, String tenant) throws IOException {
    long size = channel.size();
    int length = (int) Math.min(size, LONGEST_LINE);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, size - length + buffer.position()) >= 0) {}
    String tail = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    int end = tail.lastIndexOf('\n');
    if (end < 0 && size > length) {
      throw new AuditException(
          file,
          "audit trail " + file + " has no line end in its last " + LONGEST_LINE
              + " bytes, so it is no audit trail; move the file away",
          null);
    }
    if (end < tail.length() - 1) {
      mend(channel, size, tail.substring(end + 1));
      return recover(file, channel, tenant);
    }
    if (tail.isEmpty()) {
      return AuditHead.empty(tenant);
    }
    return lastLine(file, tail.substring(tail.lastIndexOf('\n', end - 1) + 1, end), tenant);
  }

  private static void mend(FileChannel channel, long size, String rest) throws IOException {
    if (AuditLine.read(utf8(rest)).isPresent()) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
    } else {
      channel.truncate(size - rest.length());
    }
    channel.force(true);
  }

  private static AuditHead lastLine(Path file, String line, String tenant) {
    AuditLine last = AuditLine.read(utf8(line))
        .filter(l -> l.tenant().equals(tenant))
        .orElseThrow(() -> new AuditException(
            file,
            "the last record of audit trail " + file
                + " was changed, so the trail is not continued. Find the place with"
                + " AuditVerifier.verify(file), keep the file as evidence and move it away",
            null));
    return last.head();
  }

  /** The tail was cut at any byte, so it was read byte by byte; lines begin at characters. */
  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
