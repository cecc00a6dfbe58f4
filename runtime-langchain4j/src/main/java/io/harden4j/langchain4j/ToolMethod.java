package io.harden4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A {@code @Tool} method.
 *
 * @param method      the method, accessible
 * @param name        name that models see
 * @param description text that models see
 * @param schema      JSON Schema of its arguments, without those that the runtime fills
 * @param parameters  its parameters, in order
 */
record ToolMethod(
    Method method,
    String name,
    String description,
    JsonNode schema,
    List<ToolParameter> parameters) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the usable tools of a class and its superclasses by name, sorted, and adds what is wrong with the others to {@code faults}. */
  static Map<String, ToolMethod> of(Class<?> type, List<String> faults) {
    Map<String, ToolMethod> tools = new TreeMap<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Tool.class) && !method.isBridge()) {
          read(method, tools, faults);
        }
      }
    }
    if (tools.isEmpty() && faults.isEmpty()) {
      faults.add("no method is annotated with @Tool of dev.langchain4j.agent.tool");
    }
    return tools;
  }

  private static void read(Method method, Map<String, ToolMethod> tools, List<String> faults) {
    int before = faults.size();
    List<ToolParameter> parameters =
        Arrays.stream(method.getParameters()).map(ToolParameter::new).toList();
    parameters.forEach(p -> p.fault().ifPresent(f -> faults.add(method + ": " + f)));
    if (method.getAnnotation(Tool.class).returnBehavior() != ReturnBehavior.TO_LLM) {
      faults.add(method + ": returnBehavior is not supported; results go to the model. Remove it");
    }
    if (faults.size() > before) {
      return;
    }
    ToolMethod tool = of(method, parameters);
    ToolMethod same = tools.putIfAbsent(tool.name, tool);
    if (same != null && !overrides(same.method, method)) {
      faults.add("two methods are the tool '" + tool.name + "'; name one with @Tool(name = ...)");
    }
  }

  private static boolean overrides(Method lower, Method upper) {
    return lower.getDeclaringClass() != upper.getDeclaringClass()
        && lower.getName().equals(upper.getName())
        && Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes());
  }

  private static ToolMethod of(Method method, List<ToolParameter> parameters) {
    method.setAccessible(true);
    ToolSpecification specification = ToolSpecifications.toolSpecificationFrom(method);
    String description = specification.description();
    return new ToolMethod(
        method,
        specification.name(),
        description == null ? "" : description,
        schema(specification, parameters),
        parameters);
  }

  private static JsonNode schema(ToolSpecification specification, List<ToolParameter> parameters) {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(specification.toJson()).path("parameters");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("LangChain4j wrote a specification that is no JSON", e);
    }
    ObjectNode schema = parsed instanceof ObjectNode o ? o : JSON.createObjectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.withObject("/properties");
    for (ToolParameter parameter : parameters) {
      if (parameter.isKey()) {
        properties.remove(parameter.name());
        if (schema.get("required") instanceof ArrayNode required) {
          removeText(required, parameter.name());
        }
      }
    }
    return schema.put("additionalProperties", false);
  }

  private static void removeText(ArrayNode array, String text) {
    for (int i = array.size() - 1; i >= 0; i--) {
      if (array.get(i).asText().equals(text)) {
        array.remove(i);
      }
    }
  }

  List<String> argumentNames() {
    return parameters.stream().filter(p -> !p.isKey()).map(ToolParameter::name).toList();
  }

  /** Returns the declaration that is missing, with every argument, for the reader to correct. */
  String lineToWrite() {
    String roles = argumentNames().stream()
        .map(a -> ".argument(\"" + a + "\", CONTENT)")
        .collect(Collectors.joining());
    return ".declare(\"" + name + "\", d -> d.sink(READ)" + roles
        + ") with the Sink and the ArgumentRoles that are true of it";
  }
}
