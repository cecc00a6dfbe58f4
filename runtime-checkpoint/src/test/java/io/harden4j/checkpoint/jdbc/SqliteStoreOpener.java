package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens a database file here or in a child JVM. */
public final class SqliteStoreOpener implements StoreOpener {
  @Override
  public CheckpointStore open(Path directory, InstantSource clock, FaultPoints faults) {
    SqliteCheckpointStore.Builder builder = SqliteCheckpointStore.builder(
            directory.resolveSibling(directory.getFileName() + ".db"))
        .clock(clock);
    return faults.equals(FaultPoints.NONE)
        ? builder.open()
        : builder.probe(StagePoints.of(faults)).open();
  }
}
