package io.harden4j.checkpoint.jdbc;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL in a container, removed with the JVM. */
final class DockerServer implements ServerChoice.Way {
  private static final String IMAGE = "postgres:17-alpine";

  @Override
  public String name() {
    return "Docker";
  }

  /** Looks for a socket first: without one, Testcontainers takes half a second to say no, and logs an error. */
  @Override
  public boolean isThere() {
    if (!mayBeThere(System.getenv(), Path.of(System.getProperty("user.home")))) {
      return false;
    }
    Logger logger = (Logger) LoggerFactory.getLogger("org.testcontainers");
    logger.setLevel(Level.OFF);
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } finally {
      logger.setLevel(null);
    }
  }

  /** Says whether anything hints at a Docker. */
  static boolean mayBeThere(Map<String, String> environment, Path home) {
    Stream<Path> sockets = Stream.of(
        Path.of("/var/run/docker.sock"),
        home.resolve(".docker/run/docker.sock"),
        home.resolve(".docker/desktop/docker.sock"),
        Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock"));
    return environment.containsKey("DOCKER_HOST")
        || Files.exists(home.resolve(".testcontainers.properties"))
        || sockets.anyMatch(Files::exists);
  }

  @Override
  public String start() {
    // Its own default is fsync=off.
    PostgreSQLContainer server = new PostgreSQLContainer(IMAGE);
    server.setCommandParts(
        List.of("postgres", "-c", "fsync=on", "-c", "max_connections=200").toArray(String[]::new));
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    String url = server.getJdbcUrl();
    return url + (url.contains("?") ? "&" : "?") + "user=" + server.getUsername() + "&password="
        + server.getPassword();
  }
}
