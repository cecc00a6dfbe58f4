package io.harden4j.guard.screen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.SchemaValidator;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Demands a size and a form of results: a tool that answers with something else than it declared has changed or was taken over. Register it under {@link #NAME}.
 *
 * <p><b>Thread safety.</b> As safe as the validator; immutable itself.
 */
public final class ResultForm implements Obligation.Handler {
  /** The name under which policies name it. */
  public static final String NAME = "result-form";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final SchemaValidator validator;
  private final JsonNode schema;
  private final int maxBytes;

  private ResultForm(SchemaValidator validator, JsonNode schema, int maxBytes) {
    this.validator = validator;
    this.schema = schema;
    this.maxBytes = maxBytes;
  }

  /**
   * Returns a demand.
   *
   * @param schema   JSON Schema of the structured result, or of the text if there is none
   * @param maxBytes most bytes, UTF-8; a result beyond is withheld, not cut
   */
  public static ResultForm of(SchemaValidator validator, JsonNode schema, int maxBytes) {
    return new ResultForm(validator, schema.deepCopy(), maxBytes);
  }

  @Override
  public ToolResult onResult(Obligation obligation, GuardRequest request, ToolResult result) {
    if (!result.isOk()) {
      return result;
    }
    String json = result.structured() == null ? result.text() : result.structured();
    if (json.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      return ToolResult.error("The result was withheld: it is larger than declared.");
    }
    List<String> faults = faults(json);
    return faults.isEmpty()
        ? result
        : ToolResult.error("The result was withheld: it does not have the declared form.");
  }

  private List<String> faults(String json) {
    try {
      return validator.validate(schema, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      return List.of("is no JSON");
    }
  }
}
