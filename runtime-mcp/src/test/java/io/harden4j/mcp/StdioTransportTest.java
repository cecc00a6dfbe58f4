package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static io.harden4j.mcp.TestServers.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioTransportTest {
  @Test
  void a_secret_of_the_parent_is_not_seen_by_the_child() {
    assertThat(System.getenv())
        .as("the build sets this for the test JVM")
        .containsEntry("HARDEN4J_PLANTED_SECRET", "sk-do-not-leak");

    try (ManagedConnection connection = start("normal", s -> s.env("GIVEN", "yes"))) {
      String seen = call(connection, "env").text();

      assertThat(seen)
          .contains("GIVEN=yes", "PATH=")
          .doesNotContain("HARDEN4J_PLANTED_SECRET", "sk-do-not-leak");
    }
  }

  @Test
  void a_variable_that_is_named_is_inherited_and_a_shell_function_is_not() {
    Map<String, String> parent = new HashMap<>(System.getenv());
    parent.put("ORDERS_TOKEN", "t-1");
    parent.put("LC_ALL", "() { :;}; touch /tmp/x");

    try (ManagedConnection connection =
        start(s -> s.command(TestServers.command("normal")).inheritEnv("ORDERS_TOKEN"), parent)) {
      assertThat(call(connection, "env").text())
          .contains("ORDERS_TOKEN=t-1")
          .doesNotContain("LC_ALL");
    }
  }

  @Test
  void a_variable_that_is_named_but_not_set_keeps_the_server_from_starting() {
    try (ManagedConnection connection = start("normal", s -> s.inheritEnv("HARDEN4J_NOT_SET"))) {
      McpUnavailableException thrown =
          catchThrowableOfType(McpUnavailableException.class, () -> connection.tools(PATIENCE));

      assertThat(thrown)
          .hasMessageContaining("[HARDEN4J_NOT_SET]")
          .hasMessageContaining("env(name, value)");
    }
  }

  @Test
  void a_missing_program_is_named_with_what_to_do() {
    try (ManagedConnection connection =
        start(s -> s.command("no-such-mcp-server"), System.getenv())) {
      McpUnavailableException thrown =
          catchThrowableOfType(McpUnavailableException.class, () -> connection.tools(PATIENCE));

      assertThat(thrown)
          .hasMessageContainingAll("MCP server 'faults'", "no-such-mcp-server", "on the PATH");
      assertThat(connection.status().state()).isEqualTo(ConnectionState.DOWN);
    }
  }

  @Test
  void a_missing_directory_is_named() {
    try (ManagedConnection connection =
        start("normal", s -> s.directory(Path.of("no", "such", "directory")))) {
      assertThat(
              catchThrowableOfType(McpUnavailableException.class, () -> connection.tools(PATIENCE)))
          .hasMessageContaining("does not exist");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stays", "stubborn"})
  void close_ends_a_server_that_does_not_end_with_its_input_or_when_asked(String mode)
      throws Exception {
    ManagedConnection connection = start(mode);
    call(connection, "echo");
    List<ProcessHandle> children = ProcessHandle.current().children().toList();

    connection.close();

    assertThat(children).isNotEmpty();
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void close_ends_what_a_launcher_started() throws Exception {
    ManagedConnection connection = start("launcher");
    call(connection, "echo");
    List<ProcessHandle> family = ProcessHandle.current().descendants().toList();

    connection.close();

    assertThat(family).hasSizeGreaterThanOrEqualTo(2);
    for (ProcessHandle member : family) {
      member.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_death_of_a_launcher_is_noticed_while_its_child_holds_the_pipes() throws Exception {
    try (ManagedConnection connection = start("launcher")) {
      call(connection, "echo");
      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(() -> catchHang(connection));
      List<ProcessHandle> family = ProcessHandle.current().descendants().toList();
      Optional<ProcessHandle> launcher = ProcessHandle.current()
          .children()
          .filter(c -> c.children().findAny().isPresent())
          .findFirst();

      launcher.orElseThrow().destroyForcibly();

      assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(McpConnectionLostException.class);
      for (ProcessHandle member : family) {
        member.onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Throwable catchHang(McpConnection connection) {
    return catchThrowableOfType(
        McpException.class, () -> call(connection, "hang", "{}", Duration.ofSeconds(30)));
  }
}
