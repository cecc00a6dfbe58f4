package io.harden4j.checkpoint.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL from Maven's repository that runs as a process of its own and syncs as a real one does, stopped with the JVM. */
final class EmbeddedServer implements ServerChoice.Way {
  @Override
  public String name() {
    return "the embedded server";
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public String start() throws IOException {
    EmbeddedPostgres running = EmbeddedPostgres.builder()
        .setServerConfig("hba_file", accessRules())
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running)));
    return running.getJdbcUrl("postgres", "postgres");
  }

  /** Lets everybody in but one user, who needs a password. */
  private static String accessRules() throws IOException {
    Path rules = Files.createTempFile("pg_hba", ".conf");
    rules.toFile().deleteOnExit();
    rules.toFile().setReadable(true, false);
    Files.writeString(
        rules,
        "host all " + Postgres.LOCKED
            + " all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
    return rules.toString();
  }

  private static void close(EmbeddedPostgres running) {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
