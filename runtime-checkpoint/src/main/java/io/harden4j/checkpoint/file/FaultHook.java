package io.harden4j.checkpoint.file;

import java.io.IOException;

/** Called at the points where a crash or a full disk hurts most, so that tests can put one there. */
@FunctionalInterface
interface FaultHook {
  /** How far a write has come. */
  enum Stage {
    /** Decided, nothing written. */
    BEFORE,
    /** Half of the bytes are written. */
    MID,
    /** All bytes are written, none is forced to the disk; of a rewritten log, it is not yet in its place. */
    WRITTEN,
    /** Durable; the caller has not heard of it. */
    AFTER
  }

  /** Does nothing. */
  FaultHook NONE = new FaultHook() {
    @Override
    public boolean watches() {
      return false;
    }

    @Override
    public void at(StoreOp op, Stage stage) {
      // nothing happens here in production
    }
  };

  /** Says whether a write is to be done in parts, so that there is a middle. */
  default boolean watches() {
    return true;
  }

  /** May fail like a disk, or never return. */
  void at(StoreOp op, Stage stage) throws IOException;
}
