package io.harden4j.checkpoint.file;

import java.io.IOException;

/** Takes the frames of a log in order. */
interface FrameSink {
  /** The log is another one than before: forget everything. */
  void restart();

  /**
   * Takes a frame.
   *
   * @param meta   its meta part, checked
   * @param metaAt where in the file meta begins
   * @param dataAt where in the file data begins
   */
  void frame(byte[] meta, long metaAt, long dataAt) throws IOException;
}
