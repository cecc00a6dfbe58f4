package io.harden4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.BasicSchemaValidator;
import io.harden4j.tool.CanonicalArguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas in parts, as the generators of today's servers write them for optional and inherited types: closed as a whole, not each part by itself. */
class SchemaPartsTest {
  private static final String PLACE =
      "'$defs':{'place':{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}}";

  private static JsonNode json(String text) {
    return CanonicalArguments.parse(text.replace('\'', '"')).tree();
  }

  private static List<String> faults(String schema, String arguments) {
    return new BasicSchemaValidator().validate(json(schema), json(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'anyOf':[{'$ref':'#/$defs/place'},{'type':'null'}],'default':null}",
        "{'oneOf':[{'$ref':'#/$defs/place'},{'type':'null'}]}",
        "{'allOf':[{'$ref':'#/$defs/place'}],'description':'where'}",
        "{'anyOf':[{'allOf':[{'$ref':'#/$defs/place'}]},{'type':'string'}]}"
      })
  void an_object_behind_alternatives_has_the_names_that_they_say(String where) {
    String schema = "{'type':'object','properties':{'where':" + where + "}," + PLACE + "}";

    assertThat(faults(schema, "{'where':{'city':'Bern'}}")).isEmpty();
    assertThat(faults(schema, "{'where':{'city':'Bern','tenant':'globex'}}")).isNotEmpty();
    assertThat(faults(schema, "{'where':{'city':7}}")).isNotEmpty();
    assertThat(faults(schema, "{'where':{}}")).isNotEmpty();
  }

  @Test
  void alternatives_of_what_is_required_leave_the_names_to_the_schema_around_them() {
    String schema =
        "{'type':'object','properties':{'id':{'type':'string'},'name':{'type':'string'}},"
            + "'anyOf':[{'required':['id']},{'required':['name']}]}";

    assertThat(faults(schema, "{'id':'1'}")).isEmpty();
    assertThat(faults(schema, "{'name':'n'}")).isEmpty();
    assertThat(faults(schema, "{}")).isNotEmpty();
    assertThat(faults(schema, "{'id':'1','tenant':'globex'}")).isNotEmpty();
  }

  @Test
  void parts_that_say_no_names_leave_an_object_closed() {
    assertThat(faults("{'properties':{'x':{'anyOf':[{},{'type':'string'}]}}}", "{'x':{'a':1}}"))
        .isNotEmpty();
    assertThat(faults("{'properties':{'x':{'allOf':[]}}}", "{'x':{'a':1}}")).isNotEmpty();
    assertThat(faults("{'properties':{'x':{'anyOf':[{'required':['a']}]}}}", "{'x':{'a':1}}"))
        .isNotEmpty();
  }
}
