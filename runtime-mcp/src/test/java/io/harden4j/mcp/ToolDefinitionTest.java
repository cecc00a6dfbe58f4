package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionTest {
  private static final String PLAIN =
      "{\"name\":\"f\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}";

  @Test
  void a_pin_does_not_depend_on_how_the_definition_is_written() {
    String other =
        "{\"inputSchema\": {\"properties\":{\"a\":{\"type\":\"string\"}}, \"type\":\"object\"}, \"description\":\"\\u0064\", \"name\":\"f\", \"_meta\":{\"x\":1}}";

    assertThat(pin(other)).isEqualTo(pin(PLAIN)).matches("[0-9a-f]{64}");
  }

  @Test
  void a_pin_is_the_same_in_every_release() {
    assertThat(pin(PLAIN))
        .isEqualTo("144d292881fae93be3d3462e6a0ac291086041b449514f6b76fd1b20e4248d1b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":\"f\"|\"name\":\"g\"",
        "\"d\"|\"D\"",
        "\"string\"|\"number\"",
        "\"name\":|\"title\":\"t\",\"name\":",
        "\"name\":|\"annotations\":{\"readOnlyHint\":true},\"name\":",
        "\"name\":|\"outputSchema\":{},\"name\":"
      })
  void a_pin_changes_with_every_part_that_models_or_guards_go_by(String change) {
    int bar = change.indexOf('|');

    assertThat(pin(PLAIN.replace(change.substring(0, bar), change.substring(bar + 1))))
        .isNotEqualTo(pin(PLAIN));
  }

  private static String pin(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonNode entry = JsonRpc.parse(bytes, bytes.length);
      return ToolDefinition.of(entry).pin();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
