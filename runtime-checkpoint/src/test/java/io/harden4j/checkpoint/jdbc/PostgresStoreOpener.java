package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;

/** Opens a schema that is named after a directory, here or in a child JVM. */
public final class PostgresStoreOpener implements StoreOpener {
  private static final String PROPERTY = "harden4j.test.postgres";

  /** Returns the system properties by which a child finds this JVM's server. */
  public static Map<String, String> properties() {
    return Map.of(PROPERTY, Postgres.server());
  }

  @Override
  public CheckpointStore open(Path directory, InstantSource clock, FaultPoints faults) {
    PostgresCheckpointStore.Builder builder =
        PostgresCheckpointStore.builder(source(directory)).clock(clock);
    return faults.equals(FaultPoints.NONE)
        ? builder.open()
        : builder.probe(StagePoints.of(faults)).open();
  }

  /** Returns connections to the schema that is named after a directory. */
  public static DataSource source(Path directory) {
    String given = System.getProperty(PROPERTY);
    String server = given == null ? Postgres.server() : given;
    String schema = "s" + Long.toHexString(Names.number(directory.toString()));
    Postgres.run(Postgres.dataSource(server), "CREATE SCHEMA IF NOT EXISTS " + schema);
    return new KeptConnections(Postgres.dataSource(Postgres.in(server, schema))).source();
  }
}
