package io.harden4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.invocation.LangChain4jManaged;
import java.lang.reflect.Parameter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A parameter of a {@code @Tool} method. */
record ToolParameter(Parameter parameter) {
  private @Nullable P p() {
    return parameter.getAnnotation(P.class);
  }

  String name() {
    P p = p();
    return p != null && !p.name().isBlank() ? p.name() : parameter.getName();
  }

  boolean isKey() {
    return parameter.isAnnotationPresent(IdempotencyKey.class);
  }

  /** Returns what the parameter gets if the model leaves it out; null where it has no default. */
  JsonNode fallback(ObjectMapper json) {
    P p = p();
    if (p == null || p.defaultValue().equals(P.NO_DEFAULT)) {
      return NullNode.instance;
    }
    if (parameter.getType() == String.class) {
      return TextNode.valueOf(p.defaultValue());
    }
    try {
      return json.readTree(p.defaultValue());
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(p.defaultValue());
    }
  }

  Optional<String> fault() {
    Class<?> type = parameter.getType();
    if (isKey()) {
      return type == String.class
          ? Optional.empty()
          : Optional.of("the @IdempotencyKey '" + name() + "' must be a String");
    }
    if (parameter.isAnnotationPresent(ToolMemoryId.class)
        || InvocationParameters.class.isAssignableFrom(type)
        || InvocationContext.class.isAssignableFrom(type)
        || LangChain4jManaged.class.isAssignableFrom(type)) {
      return Optional.of("parameter '" + name() + "' is filled by LangChain4j's own executor,"
          + " which the gate does not use; pass what it needs to the tool object");
    }
    P p = p();
    if (!parameter.isNamePresent() && (p == null || p.name().isBlank())) {
      return Optional.of("parameter '" + name()
          + "' has no name; compile with -parameters or write @P(name = \"...\")");
    }
    return type.isPrimitive() && p != null && !p.required() && p.defaultValue().equals(P.NO_DEFAULT)
        ? Optional.of("parameter '" + name()
            + "' may be missing but is primitive; box it or give @P a defaultValue")
        : Optional.empty();
  }
}
