package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.internal.FrameWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;

/** Writes a log from its first byte on, in frames of about a megabyte. Not thread-safe. */
final class Frames implements Compactor.Out {
  private static final int FULL = 1 << 20;

  /** Produces what a log says. */
  @FunctionalInterface
  interface Content<O> {
    void writeTo(O out) throws IOException;
  }

  private final RandomAccessFile file;
  private final LogHeader header;
  private final ItemFormat format;
  private final List<Item> waiting = new ArrayList<>();
  private long waitingBytes;

  Frames(RandomAccessFile file, LogHeader header, ItemFormat format) throws IOException {
    this.file = file;
    this.header = header;
    this.format = format;
    file.write(header.encoded());
  }

  @Override
  public void add(Item item) throws IOException {
    waiting.add(item);
    waitingBytes += new FrameWriter().sized(item, format::write).size();
    if (waitingBytes > FULL) {
      flush();
    }
  }

  void flush() throws IOException {
    if (!waiting.isEmpty()) {
      file.write(bytes(format.frame(waiting), file.getFilePointer(), header));
      waiting.clear();
      waitingBytes = 0;
    }
  }

  /** Returns the frame that will stand at {@code offset}. */
  static byte[] bytes(FrameWriter frame, long offset, LogHeader header) throws IOException {
    if (frame.size() > FileFormat.MAX_FRAME - FileFormat.FRAME_HEADER) {
      throw new IOException("the record has " + frame.size() + " bytes, more than "
          + FileFormat.MAX_FRAME + "; keep large values elsewhere and store where they are");
    }
    return FrameHead.frame(frame.meta(), frame.data(), offset, header.salt());
  }
}
