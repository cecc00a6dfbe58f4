package io.harden4j.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphServerTest {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final AgentRuntime runtime = AgentRuntime.builder().build();
  private final GraphServer server = Graphs.server(runtime);

  @AfterEach
  void stop() {
    runtime.close();
  }

  private String stdio(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server.serve(
        new ByteArrayInputStream(
            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)),
        out,
        Graphs.CALLER);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String call(int id, String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\",\"arguments\":"
        + arguments + "}}";
  }

  @Test
  void a_client_with_a_handshake_lists_and_calls_a_graph() {
    String out = stdio(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\"}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}",
        call(3, "shout", "{\"word\":\"hey\"}"));

    assertThat(out)
        .contains("\"protocolVersion\":\"2025-06-18\"", "\"name\":\"shout\"", "\"text\":\"HEY\"");
    assertThat(out.lines()).hasSize(3);
  }

  @Test
  void a_stateless_client_discovers_and_calls() {
    String out = stdio(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{" + META + "}}",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"shout\",\"arguments\":{\"word\":\"hey\"},"
            + META + "}}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"initialize\",\"params\":{" + META + "}}");

    assertThat(out)
        .contains(
            "\"supportedVersions\":[\"2026-07-28\"]",
            "\"resultType\":\"complete\"",
            "\"text\":\"HEY\"",
            "\"code\":-32601");
  }

  @Test
  void what_goes_wrong_inside_is_not_told_outside() {
    String out = stdio(call(1, "test_error_handling", "{}"));

    assertThat(out).contains("\"isError\":true").doesNotContain("secret of the house");
  }

  @Test
  void bad_arguments_and_unknown_tools_are_refused() {
    String out = stdio(
        call(1, "shout", "{\"word\":7}"),
        call(2, "shout", "{\"principal\":\"root\"}"),
        call(3, "none", "{}"),
        "{not json");

    assertThat(out)
        .contains(
            "must be of type string", "unknown property", "\"code\":-32602", "\"code\":-32700");
  }

  @Test
  void a_run_that_waits_for_a_human_says_so() {
    assertThat(stdio(call(1, "ask", "{}"))).contains("waits for a human", "\"isError\":true");
    assertThat(runtime.inbox().open(Graphs.CALLER)).hasSize(1);
  }

  @Test
  void over_http_the_token_says_for_whom_a_run_is() throws Exception {
    try (HttpEndpoint endpoint =
        open(t -> t.filter("t-ana"::equals).map(x -> Principal.of("ana", "acme")))) {
      assertThat(post(endpoint, "t-eve", call(1, "shout", "{\"word\":\"a\"}")).statusCode())
          .isEqualTo(401);
      assertThat(post(endpoint, "t-ana", call(1, "shout", "{\"word\":\"a\"}")).body())
          .contains("A for ana");
    }
  }

  @Test
  void a_page_of_another_origin_is_refused() throws Exception {
    try (HttpEndpoint endpoint = open(t -> Optional.of(Graphs.CALLER))) {
      HttpResponse<String> response =
          post(endpoint, "t", call(1, "shout", "{}"), "Origin", "https://evil.example");

      assertThat(response.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void headers_that_say_something_else_than_the_body_are_refused() throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"shout\",\"arguments\":{\"word\":\"hey\"},"
            + META + "}}";
    try (HttpEndpoint endpoint = open(t -> Optional.of(Graphs.CALLER))) {
      HttpResponse<String> wrong = post(
          endpoint,
          "t",
          body,
          "MCP-Protocol-Version",
          "2026-07-28",
          "Mcp-Method",
          "tools/call",
          "Mcp-Name",
          "harmless");
      HttpResponse<String> right = post(
          endpoint,
          "t",
          body,
          "MCP-Protocol-Version",
          "2026-07-28",
          "Mcp-Method",
          "tools/call",
          "Mcp-Name",
          "shout");

      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("-32020");
      assertThat(right.body()).contains("HEY");
    }
  }

  private static HttpResponse<String> region(HttpEndpoint endpoint, String word, String... more)
      throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"region_of\",\"arguments\":{\"word\":\""
            + word + "\"}," + META + "}}";
    List<String> headers = new ArrayList<>(List.of(
        "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "region_of"));
    headers.addAll(List.of(more));
    return post(endpoint, "t", body, headers.toArray(String[]::new));
  }

  @Test
  void an_argument_that_a_header_mirrors_must_be_the_same_in_both() throws Exception {
    try (HttpEndpoint endpoint = open(t -> Optional.of(Graphs.CALLER))) {
      assertThat(region(endpoint, "eu", "Mcp-Param-Region", "eu").body()).contains("in eu");
      assertThat(region(endpoint, "ü", "Mcp-Param-Region", "=?base64?w7w=?=").body())
          .contains("in ü");
      assertThat(region(endpoint, "eu", "Mcp-Param-Region", "us").body()).contains("-32020");
      assertThat(region(endpoint, "eu", "Mcp-Param-Region", "=?base64?ZXU?=").statusCode())
          .as("without its padding")
          .isEqualTo(400);
      assertThat(region(endpoint, "eu").statusCode()).isEqualTo(400);
    }
  }

  private HttpEndpoint open(Authenticator authenticator) {
    return server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), authenticator);
  }

  private static HttpResponse<String> post(
      HttpEndpoint endpoint, String token, String body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(endpoint.url().toString()))
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
