package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/** Opens the store here or in a child JVM; the store's own fault points are named by stage and operation, such as {@code midCommit}. */
public final class FileStoreOpener implements StoreOpener {
  @Override
  public CheckpointStore open(Path directory, InstantSource clock, FaultPoints faults) {
    return FileCheckpointStore.builder(directory)
        .clock(clock)
        .hook((op, stage) -> faults.reached(point(op, stage)))
        .open();
  }

  static String point(StoreOp op, FaultHook.Stage stage) {
    String name = op.name();
    return "store." + stage.name().toLowerCase(Locale.ROOT) + name.charAt(0)
        + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
