package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a server of the official SDK, as a process. */
class SdkInteropTest {
  private static ManagedConnection connection;

  @BeforeAll
  static void start() {
    connection =
        TestServers.start(s -> s.command(TestServers.command(SdkServer.class)), System.getenv());
  }

  @AfterAll
  static void stop() {
    connection.close();
  }

  @Test
  void agrees_on_the_newest_revision_with_a_handshake() {
    connection.tools(PATIENCE);

    assertThat(connection.status().protocolVersion()).isEqualTo("2025-11-25");
    assertThat(connection.status().softwareName()).isEqualTo("sdk 2.1.0");
    assertThat(connection.info().instructions()).isEqualTo("Shout politely.");
  }

  @Test
  void lists_and_calls_a_tool_with_its_meta_data() {
    CallResult result = call(connection, "shout", "{\"text\":\"größe 🎈\"}", PATIENCE);

    assertThat(result.text()).isEqualTo("GRÖSSE 🎈");
    assertThat(result.structured()).hasToString("{\"key\":\"key-1\"}");
  }

  @Test
  void tells_a_failed_tool_from_a_refused_request() {
    CallResult failed = call(connection, "shout", "{\"text\":\"\"}", PATIENCE);
    ToolDefinition shout = connection.tools(PATIENCE).tools().get("shout");

    assertThat(failed.isError()).isTrue();
    assertThat(failed.text()).isEqualTo("nothing to shout");
    assertThat(shout.inputSchema().path("required").path(0).asText()).isEqualTo("text");
    assertThat(catchThrowableOfType(
            PinMismatchException.class,
            () -> TestServers.send(
                connection, new CallRequest("whisper", shout.pin(), "{}", "k", ""), PATIENCE)))
        .isNotNull();
  }
}
