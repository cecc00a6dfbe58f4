package io.harden4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.CanonicalArguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas come from servers: they may neither take all day nor let anything through unchecked. */
class SchemaEffortTest {
  private static JsonNode json(String text) {
    return CanonicalArguments.parse(text.replace('\'', '"')).tree();
  }

  private static List<String> faults(String schema, String arguments) {
    return new BasicSchemaValidator().validate(json(schema), json(arguments));
  }

  private static String nested(int levels, String inside) {
    return "{'next':".repeat(levels) + inside + "}".repeat(levels);
  }

  @Test
  void what_is_nested_in_a_recursive_schema_is_checked_as_deep_as_arguments_go() {
    String node =
        "{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#/$defs/n'},{'type':'null'}],'additionalProperties':true}}";
    String schema = node + ",'$defs':{'n':" + node + "}}}";

    assertThat(faults(schema, nested(25, "{}"))).isEmpty();
    assertThat(faults(schema, nested(25, "{'evil':1}"))).isNotEmpty();
  }

  @Test
  @Timeout(20)
  void alternatives_that_refer_to_each_other_are_given_up_and_refused() {
    String either = "{'anyOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/a'}]}";
    String schema = "{'properties':{'x':" + either + "},'$defs':{'a':" + either + "}}";

    assertThat(faults(schema, "{'x':1}")).anyMatch(f -> f.contains("too deeply"));
  }

  @Test
  void an_alternative_that_could_not_be_checked_does_not_count_as_one_that_does_not_fit() {
    String schema = "{'properties':{'x':{'oneOf':[{'type':'integer'},{'$ref':'#/$defs/a'}]}},"
        + "'$defs':{'a':{'anyOf':[{'$ref':'#/$defs/a'}]}}}";

    assertThat(faults(schema, "{'x':1}")).isNotEmpty();
  }
}
