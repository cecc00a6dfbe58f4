package io.harden4j.examples.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A throw-away PostgreSQL of this machine's own programs, on a free port of the loopback address. As root it is started as the user {@code postgres}. */
final class LocalPostgres implements AutoCloseable {
  private final Path folder;
  private final Path programs;
  private final int port;

  private LocalPostgres(Path folder, Path programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  /**
   * Starts one, or says why it cannot.
   *
   * @return the database, or empty after {@code problem} was told
   */
  static Optional<LocalPostgres> start(java.util.function.Consumer<String> problem) {
    Optional<Path> programs = programs();
    if (programs.isEmpty()) {
      problem.accept(
          "there is no initdb of PostgreSQL on this machine; name a database with HARDEN4J_EXAMPLE_POSTGRES");
      return Optional.empty();
    }
    try {
      String made = run(List.of("mktemp", "-d", "-t", "harden4j-pg-XXXXXX")).strip();
      LocalPostgres database = new LocalPostgres(Path.of(made), programs.get(), freePort());
      run(List.of(
          database.program("initdb"),
          "-D",
          made + "/data",
          "-A",
          "trust",
          "-U",
          "demo",
          "--no-sync"));
      run(List.of(
          database.program("pg_ctl"),
          "-D",
          made + "/data",
          "-w",
          "-l",
          made + "/log",
          "-o",
          "-p " + database.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
              + made,
          "start"));
      return Optional.of(database);
    } catch (IOException e) {
      problem.accept("PostgreSQL could not be started: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Optional<Path> programs() {
    List<Path> places = new ArrayList<>();
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      places.add(Path.of(entry.isEmpty() ? "." : entry));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.map(v -> v.resolve("bin")).forEach(places::add);
      } catch (IOException e) {
        places.add(debian);
      }
    }
    return places.stream()
        .filter(
            p -> Files.isExecutable(p.resolve("initdb")) && Files.isExecutable(p.resolve("pg_ctl")))
        .findFirst();
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  /** Returns the address for clients. */
  String url() {
    return "postgresql://demo@127.0.0.1:" + port + "/postgres";
  }

  /** @throws IOException with what the program said, if it fails */
  private static String run(List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.addAll(command);
    Path said = Files.createTempFile("harden4j-pg", ".txt");
    try {
      Process process = new ProcessBuilder(all)
          .directory(Path.of("/").toFile())
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + ": " + Files.readString(said).strip());
      }
      return Files.readString(said, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  @Override
  public void close() {
    try {
      run(List.of(program("pg_ctl"), "-D", folder + "/data", "-m", "immediate", "stop"));
      run(List.of("rm", "-rf", folder.toString()));
    } catch (IOException e) {
      System.err.println(
          "the throw-away database in " + folder + " could not be removed: " + e.getMessage());
    }
  }
}
