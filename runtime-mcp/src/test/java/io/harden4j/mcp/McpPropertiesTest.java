package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G6 over 1,000 generated lists of tools for each seed. */
@ExtendWith(HostileEvidence.class)
class McpPropertiesTest {
  private static final int CASES = 1_000;
  private static final List<String> SERVERS = List.of("a", "a-b", "a_b", "ab", "A", "b", "a-");
  private static final List<String> PARTS = List.of(
      "a", "b", "__", "_", "-", "x", "X", "/", " ", ".", "\u00e9", "e\u0301", "\u0430", "0", "O",
      "find", "_order");

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int n = 1 + random.nextInt(random.nextInt(12) == 0 ? 60 : 4); n > 0; n--) {
      name.append(any(random, PARTS));
    }
    return name.toString();
  }

  private static ObjectNode definition(Random random, String name) {
    ObjectNode tool = JsonRpc.object().put("name", name);
    if (random.nextBoolean()) {
      tool.put("description", "d" + random.nextInt(9));
    }
    if (random.nextInt(4) == 0) {
      tool.put("title", "t" + random.nextInt(9));
    }
    ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (int n = random.nextInt(3); n > 0; n--) {
      properties.putObject("p" + n).put("type", any(random, List.of("string", "number", "array")));
    }
    if (random.nextInt(4) == 0) {
      tool.putObject("annotations").put("readOnlyHint", random.nextBoolean());
    }
    return tool;
  }

  @ParameterizedTest(name = "G6 seed {0}")
  @ValueSource(longs = {1, 7, 42})
  void G6_no_two_tools_of_any_servers_share_an_alias(long seed) {
    Random random = new Random(seed);
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < CASES; i++) {
      String server = any(random, SERVERS);
      List<JsonNode> listed = new ArrayList<>();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        listed.add(definition(random, name(random)));
      }
      TransportServerBuilder declared = new TransportServerBuilder(server);
      listed.forEach(tool -> declared.declare(tool.path("name").asText(), d -> d.sink(Sink.READ)));
      ToolIssuer issuer = new ToolIssuer(declared.settings(), null);

      for (GuardedTool tool :
          issuer.issue(ToolSorter.sort(listed, 1_000, false)).tools()) {
        String owner = server + "\n" + tool.ref().name();
        assertThat(owners.merge(tool.alias(), owner, (a, b) -> a.equals(b) ? a : a + " and " + b))
            .isEqualTo(owner);
      }
    }
    assertThat(owners).hasSizeGreaterThan(CASES);
  }

  @ParameterizedTest(name = "G6 pins, seed {0}")
  @ValueSource(longs = {2, 8, 43})
  void G6_a_pin_changes_with_the_definition_and_with_nothing_else(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      ObjectNode tool = definition(random, name(random));
      String pin = ToolDefinition.of(tool).pin();

      assertThat(ToolDefinition.of(rewritten(random, tool)).pin())
          .as("%s", tool)
          .isEqualTo(pin);
      ObjectNode other = changed(random, tool);
      assertThat(ToolDefinition.of(other).pin()).as("%s became %s", tool, other).isNotEqualTo(pin);
    }
  }

  /** The same definition: fields in another order, and facts that nobody goes by. */
  private static ObjectNode rewritten(Random random, ObjectNode tool) {
    List<String> names = new ArrayList<>();
    tool.fieldNames().forEachRemaining(names::add);
    java.util.Collections.shuffle(names, random);
    ObjectNode same = JsonRpc.object();
    if (random.nextBoolean()) {
      same.putObject("_meta").put("version", random.nextInt());
    }
    names.forEach(name -> same.set(
        name,
        tool.get(name) instanceof ObjectNode inner
            ? rewrittenInner(inner, random)
            : tool.get(name)));
    return same;
  }

  private static ObjectNode rewrittenInner(ObjectNode inner, Random random) {
    List<String> names = new ArrayList<>();
    inner.fieldNames().forEachRemaining(names::add);
    java.util.Collections.shuffle(names, random);
    ObjectNode same = JsonRpc.object();
    names.forEach(name -> same.set(name, inner.get(name)));
    return same;
  }

  /** Changes one thing that models or guards go by. */
  private static ObjectNode changed(Random random, ObjectNode tool) {
    ObjectNode other = tool.deepCopy();
    ObjectNode schema = (ObjectNode) other.get("inputSchema");
    switch (random.nextInt(8)) {
      case 0 -> other.put("name", other.path("name").asText() + "x");
      case 1 -> other.put("description", other.path("description").asText() + " ");
      case 2 -> other.put("title", other.path("title").asText() + "\u200b");
      case 3 -> other.putObject("outputSchema").put("type", "object");
      case 4 ->
        other
            .withObject("/annotations")
            .put("readOnlyHint", !other.at("/annotations/readOnlyHint").asBoolean());
      case 5 -> ((ObjectNode) schema.get("properties")).putObject("more").put("type", "string");
      case 6 -> schema.withArray("required").add("p1");
      default -> schema.put("additionalProperties", true);
    }
    return other;
  }
}
