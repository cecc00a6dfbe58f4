package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServerChoiceTest {
  private final List<String> asked = new ArrayList<>();

  /** A way that is there, is not, or fails. */
  private final class Fake implements ServerChoice.Way {
    private final String name;
    private final boolean there;
    private final Throwable failure;

    Fake(String name, boolean there, Throwable failure) {
      this.name = name;
      this.there = there;
      this.failure = failure;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isThere() {
      asked.add(name + "?");
      return there;
    }

    @Override
    public String start() throws Exception {
      asked.add(name);
      if (failure instanceof Exception e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      }
      return "jdbc:" + name;
    }
  }

  private Fake there(String name) {
    return new Fake(name, true, null);
  }

  private Fake missing(String name) {
    return new Fake(name, false, null);
  }

  private Fake broken(String name, Throwable failure) {
    return new Fake(name, true, failure);
  }

  @Test
  void the_named_server_is_taken_and_nothing_else_is_looked_for() {
    ServerChoice choice =
        ServerChoice.of("jdbc:named", List.of(there("docker"), there("embedded")));

    assertThat(choice).isEqualTo(new ServerChoice("jdbc:named", ""));
    assertThat(asked).isEmpty();
  }

  @Test
  void a_container_is_taken_before_an_embedded_server() {
    for (String unset : new String[] {null, "", " "}) {
      assertThat(ServerChoice.of(unset, List.of(there("docker"), there("embedded")))
              .url())
          .isEqualTo("jdbc:docker");
    }
    assertThat(asked).doesNotContain("embedded?");
  }

  @Test
  void without_docker_the_embedded_server_is_taken() {
    ServerChoice choice = ServerChoice.of(null, List.of(missing("docker"), there("embedded")));

    assertThat(choice.url()).isEqualTo("jdbc:embedded");
    assertThat(asked).containsExactly("docker?", "embedded?", "embedded");
  }

  @Test
  void a_container_that_does_not_start_is_passed_over() {
    ServerChoice choice = ServerChoice.of(
        null, List.of(broken("docker", new IOException("no image")), there("embedded")));

    assertThat(choice).isEqualTo(new ServerChoice("jdbc:embedded", ""));
  }

  @Test
  void where_nothing_is_to_be_had_the_reason_names_all_that_was_tried() {
    ServerChoice choice = ServerChoice.of(
        null, List.of(missing("docker"), broken("embedded", new NoClassDefFoundError("Missing"))));

    assertThat(choice.url()).isEmpty();
    assertThat(choice.reason())
        .contains("HARDEN4J_PG_URL is not set", "there is no docker", "embedded does not start")
        .contains("Missing");
  }

  @Test
  @Timeout(5)
  void docker_is_looked_for_where_something_hints_at_it(@TempDir Path home) throws IOException {
    Map<String, String> sockets = Map.of("XDG_RUNTIME_DIR", home.toString());
    assertThat(DockerServer.mayBeThere(Map.of("DOCKER_HOST", "tcp://somewhere"), home))
        .isTrue();
    boolean system = Files.exists(Path.of("/var/run/docker.sock"));
    assertThat(DockerServer.mayBeThere(sockets, home)).isEqualTo(system);

    Files.createFile(home.resolve("docker.sock"));

    assertThat(DockerServer.mayBeThere(sockets, home)).isTrue();
    long begin = System.nanoTime();
    boolean there = new DockerServer().isThere();
    assertThat(there || System.nanoTime() - begin < Duration.ofSeconds(3).toNanos())
        .as("a quick no")
        .isTrue();
  }
}
