package io.harden4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.harden4j.AgentRuntimeException;
import io.harden4j.effect.EffectException;
import io.harden4j.effect.TransientException;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolRejectedException;
import io.harden4j.tool.ToolResult;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a {@code @Tool} method with the arguments of a permit. */
final class MethodConnector implements ToolConnector {
  /** Strict where leniency would let a method run with another value than the one that was decided on. */
  private static final ObjectMapper JSON = JsonMapper.builder()
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .build();

  private final Object target;
  private final ToolMethod method;
  private final boolean readsOnly;

  MethodConnector(Object target, ToolMethod method, boolean readsOnly) {
    this.target = target;
    this.method = method;
    this.readsOnly = readsOnly;
  }

  @Override
  public ToolResult invoke(Permit permit) {
    @Nullable Object[] arguments;
    try {
      arguments = read(permit);
    } catch (IOException | IllegalArgumentException e) {
      return ToolResult.error("The arguments could not be read: " + firstLine(e));
    }
    try {
      return result(method.method().invoke(target, arguments));
    } catch (InvocationTargetException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method.method() + " was made accessible and is not", e);
    }
  }

  private @Nullable Object[] read(Permit permit) throws IOException {
    JsonNode given = JSON.readTree(permit.arguments());
    List<ToolParameter> parameters = method.parameters();
    @Nullable Object[] values = new Object[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      ToolParameter parameter = parameters.get(i);
      values[i] = parameter.isKey() ? permit.idempotencyKey() : value(parameter, given);
    }
    return values;
  }

  private static @Nullable Object value(ToolParameter parameter, JsonNode given)
      throws IOException {
    JsonNode node = given.get(parameter.name());
    if (node == null || node instanceof NullNode) {
      node = parameter.fallback(JSON);
    }
    return JSON.readerFor(JSON.constructType(parameter.parameter().getParameterizedType()))
        .readValue(node);
  }

  private ToolResult result(@Nullable Object value) {
    if (method.method().getReturnType() == void.class) {
      return ToolResult.ok("Success");
    }
    if (value instanceof ToolResult result) {
      return result;
    }
    if (value instanceof String text) {
      return ToolResult.ok(text);
    }
    try {
      String json = JSON.writeValueAsString(value);
      return ToolResult.ok(json, json);
    } catch (JsonProcessingException e) {
      // the call was made: saying that it failed would invite a second one
      return ToolResult.ok("Done, but the result cannot be shown: " + firstLine(e));
    }
  }

  private ToolResult failed(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof TransientException passes) {
      throw passes;
    }
    if (thrown instanceof ToolRejectedException rejected) {
      return rejected.result();
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    } else if (readsOnly || thrown instanceof IllegalArgumentException) {
      return ToolResult.error(firstLine(thrown));
    }
    throw thrown instanceof AgentRuntimeException known
        ? known
        : new EffectException("tool '" + method.name() + "' threw " + thrown, thrown);
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
