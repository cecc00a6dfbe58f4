package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.CanonicalArguments;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class McpCallFrameTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final CanonicalArguments arguments = CanonicalArguments.parse(
      "{\"text\": \"\\n \\\" \\\\ \\u2028 Gr\u00fc\u00dfe \uD83D\uDE00\", \"_meta\": {\"progressToken\": 1.50}, \"a\": []}");

  private CallRequest call(String traceparent) {
    return new CallRequest("echo \"it\"", "pin", arguments.json(), "key-1", traceparent);
  }

  private static String sent(CallRequest call, ObjectNode more) {
    OutgoingFrame frame = JsonRpc.request(7, "tools/call", call.params(more, 7), Map.of());
    return new String(frame.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void sends_the_bytes_that_were_decided_on() {
    assertThat(sent(call(""), JsonRpc.object()))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"echo \\\"it\\\"\",\"arguments\":"
            + new String(arguments.bytes(), StandardCharsets.UTF_8)
            + ",\"_meta\":{\"io.harden4j/idempotency-key\":\"key-1\",\"progressToken\":7}}}");
  }

  @Test
  void hands_a_trace_on() {
    JsonNode meta =
        JsonRpc.tree(sent(call(TRACE), JsonRpc.object())).at("/params/_meta/traceparent");

    assertThat(meta.textValue()).isEqualTo(TRACE);
  }

  @Test
  void adds_what_a_stateless_revision_and_earlier_rounds_want_beside_its_own() {
    ObjectNode more = JsonRpc.object().put("requestState", "s\"1");
    more.putObject("inputResponses").putObject("q").put("action", "accept");
    ObjectNode added = new Dialect("2026-07-28", true, JsonRpc.object().put("x", 1), "error")
        .decorate(more.deepCopy());

    JsonNode params = JsonRpc.tree(sent(call(""), added)).path("params");

    assertThat(params.path("arguments")).isEqualTo(JsonRpc.tree(arguments.json()));
    assertThat(params.path("requestState").textValue()).isEqualTo("s\"1");
    assertThat(params.path("inputResponses")).isEqualTo(more.path("inputResponses"));
    ObjectNode meta = (ObjectNode) added.path("_meta").deepCopy();
    meta.put("io.harden4j/idempotency-key", "key-1").put("progressToken", 7);
    assertThat(params.path("_meta").size()).isEqualTo(meta.size());
    meta.properties()
        .forEach(entry -> assertThat(params.path("_meta").path(entry.getKey()))
            .as(entry.getKey())
            .hasToString(entry.getValue().toString()));
  }
}
