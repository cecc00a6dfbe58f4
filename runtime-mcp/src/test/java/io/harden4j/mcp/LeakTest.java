package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A key in this process's environment, which the build plants: what servers see of it. */
class LeakTest {
  private static final String SECRET = "HARDEN4J_PLANTED_SECRET";

  @Test
  @EnabledIfEnvironmentVariable(named = SECRET, matches = ".+")
  void no_server_sees_a_key_of_this_process() {
    String planted = System.getenv(SECRET);
    int seen = 0;
    try (ManagedConnection stdio = TestServers.start("normal")) {
      String environment = call(stdio, "env").text();
      String line = call(stdio, "line").text();
      assertThat(environment).contains("PATH=");
      seen += count(environment, planted) + count(environment, SECRET) + count(line, planted);
    }
    try (HttpFaultServer server = new HttpFaultServer(HttpFaultServer.Era.STATELESS);
        ManagedConnection http = Connections.http(
            new HttpServerBuilder("web", server.url()).allowPrivateAddresses().build())) {
      call(http, "echo", "{}", PATIENCE);
      assertThat(server.headers).isNotEmpty();
      seen += count(List.copyOf(server.headers).toString(), planted);
    }
    Evidence.of("leak").ran(3).put("servers", 2).put("secretsSeen", seen).write();

    assertThat(seen).isZero();
  }

  private static int count(String text, String part) {
    return text.contains(part) ? 1 : 0;
  }
}
