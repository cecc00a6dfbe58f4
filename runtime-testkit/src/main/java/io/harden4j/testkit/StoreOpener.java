package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens a durable store, in the test's process or in a child JVM: a class with a constructor without arguments. */
public interface StoreOpener {
  /**
   * Opens the store.
   *
   * @param directory its place; what is in it survives the process
   * @param clock     its clock
   * @param faults    to be called at the points inside the store where a crash hurts most, such as {@code midCommit}
   */
  CheckpointStore open(Path directory, InstantSource clock, FaultPoints faults);
}
