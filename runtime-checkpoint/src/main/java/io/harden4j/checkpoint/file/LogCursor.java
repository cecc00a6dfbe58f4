package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.internal.Crc;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how far a log was read, and feeds a sink with what has come since. Notices when the file was replaced. Not thread-safe: its
 * index's lock guards it.
 */
final class LogCursor {
  private @Nullable LogHeader header;
  private long end;
  private long lastAt;
  private int lastCheck;

  /** Returns where the next frame goes: behind the last whole one. */
  long end() {
    return end;
  }

  void forget() {
    header = null;
  }

  /** Reads what is new. */
  void refresh(LogFile file, FrameSink sink) throws IOException {
    if (!continues(file)) {
      sink.restart();
      end = file.header().size();
      lastAt = 0;
    }
    header = null; // stays so if reading fails half-way
    while (step(file, sink)) {
      // each step takes one frame
    }
    header = file.header();
  }

  /** Says whether what was read is still the beginning of the file. The last frame tells, should a failed write have been undone. */
  private boolean continues(LogFile file) throws IOException {
    if (!file.header().equals(header) || file.length() < end) {
      return false;
    }
    FrameHead last = lastAt == 0 ? null : head(file, lastAt);
    return lastAt == 0 || (last != null && last.check() == lastCheck);
  }

  private boolean step(LogFile file, FrameSink sink) throws IOException {
    long left = file.length() - end;
    if (left < FileFormat.FRAME_HEADER) {
      return false;
    }
    FrameHead head = head(file, end);
    if (head == null) {
      return tornOr(file, laterFrame(file), "there are no records at byte " + end);
    } else if (head.place() != end) {
      throw file.corrupt("records are missing before byte " + end, null);
    } else if (head.size() > left) {
      return false;
    }
    boolean last = head.size() == left;
    long metaAt = end + FileFormat.FRAME_HEADER;
    long dataAt = metaAt + head.metaLength();
    byte[] meta = file.read(metaAt, head.metaLength());
    if (Crc.of(meta) != head.metaCrc()) {
      return tornOr(file, !last, "the record at byte " + end + " does not fit its checksum");
    }
    if (last && Crc.of(file.read(dataAt, head.dataLength())) != head.dataCrc()) {
      return false;
    }
    sink.frame(meta, metaAt, dataAt);
    lastAt = end;
    lastCheck = head.check();
    end += head.size();
    return true;
  }

  private static @Nullable FrameHead head(LogFile file, long at) throws IOException {
    byte[] bytes = file.read(at, FileFormat.FRAME_HEADER);
    return FrameHead.parse(bytes, 0, file.header().salt());
  }

  private static boolean tornOr(LogFile file, boolean corrupt, String what) {
    if (corrupt) {
      throw file.corrupt(what, null);
    }
    return false;
  }

  /** Looks for a whole frame behind a place that is none: then records were lost, not merely left unfinished. */
  private boolean laterFrame(LogFile file) throws IOException {
    byte[] rest = file.read(end, (int) Math.min(file.length() - end, FileFormat.MAX_FRAME));
    for (int i = 1; i <= rest.length - FileFormat.FRAME_HEADER; i++) {
      if (rest[i] == 'H' && FrameHead.parse(rest, i, file.header().salt()) != null) {
        return true;
      }
    }
    return false;
  }
}
