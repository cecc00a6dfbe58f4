package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.observe.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long sessions were, as a metric hears of it. */
class SessionTimeTest {
  private static final Map<String, String> CLOSED =
      Map.of("mcp.protocol.version", "2025-11-25", "network.transport", "pipe");
  private static final Map<String, String> LOST = Map.of(
      "mcp.protocol.version", "2025-11-25",
      "network.transport", "pipe",
      "error.type", "io.harden4j.mcp.McpConnectionLostException");

  private record Told(String name, Duration took, Map<String, String> attributes) {}

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final Durations durations =
      (name, took, attributes) -> told.add(new Told(name, took, attributes));

  private McpServers servers(String mode, Durations measuredBy) {
    return McpServers.builder()
        .measure(measuredBy)
        .stdio(
            "faults",
            s -> s.command(TestServers.command(mode))
                .stopGrace(Duration.ofMillis(500))
                .declare("echo", d -> d))
        .build();
  }

  private ManagedConnection connection() {
    StdioServer server = new StdioServerBuilder("faults")
        .command(TestServers.command("normal"))
        .stopGrace(Duration.ofMillis(500))
        .build();
    return Connections.stdio(
        server.with(server.settings().among(Neighbours.NONE, durations)), System.getenv());
  }

  @Test
  void a_session_is_measured_once_when_it_is_closed() {
    McpServers servers = servers("normal", durations);
    servers.tools("faults");
    assertThat(told).isEmpty();

    servers.close();
    servers.close();

    assertThat(told).singleElement().satisfies(t -> {
      assertThat(t.name()).isEqualTo("mcp.client.session.duration");
      assertThat(t.took()).isPositive();
      assertThat(t.attributes()).isEqualTo(CLOSED);
    });
  }

  @Test
  void a_session_whose_server_died_ends_in_an_error_and_is_not_measured_again()
      throws InterruptedException {
    try (ManagedConnection connection = connection()) {
      assertThatThrownBy(() -> TestServers.call(connection, "die"))
          .isInstanceOf(McpConnectionLostException.class);

      Told first = told.poll(TestServers.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(first).isNotNull();
      assertThat(first.attributes()).isEqualTo(LOST);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void the_revision_without_sessions_is_not_measured() {
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        McpServers servers = McpServers.builder()
            .measure(durations)
            .http("faults", server.url(), s -> s.allowPrivateAddresses().declare("echo", d -> d))
            .build()) {
      servers.tools("faults");
      assertThat(servers.status("faults").protocolVersion()).isEqualTo("2026-07-28");
    }

    assertThat(told).isEmpty();
  }

  @Test
  void who_measures_and_throws_disturbs_nobody() {
    McpServers servers = servers("normal", (name, took, attributes) -> {
      throw new IllegalStateException("no room");
    });
    servers.tools("faults");

    servers.close();

    assertThat(servers.status("faults").state()).isEqualTo(ConnectionState.CLOSED);
  }
}
