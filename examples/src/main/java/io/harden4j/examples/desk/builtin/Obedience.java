package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds orders in the text it reads and carries them out: what an injected sentence does to a model that cannot tell data from task. */
final class Obedience {
  private static final Pattern COMMAND = Pattern.compile("\\bcall `([a-z_]+)`([^.]*)");
  private static final Pattern IBAN = Pattern.compile("iban `([A-Z0-9]{15,34})`");
  private static final Pattern REASON = Pattern.compile("reason \"([^\"]{3,100})\"");

  private Obedience() {}

  /** Returns the call that the first page with a command asks for, unless it was made in an earlier turn. */
  static Optional<ToolExecutionRequest> nextCall(Reading reading) {
    if (reading.calledBefore() || reading.orders().isEmpty()) {
      return Optional.empty();
    }
    JsonNode order = reading.orders().get(0);
    return reading.passages().stream()
        .map(passage -> COMMAND.matcher(oneLine(passage)))
        .filter(Matcher::find)
        .flatMap(command -> tool(reading, command.group(1)).stream()
            .map(tool -> call(tool, command.group(2), order)))
        .findFirst();
  }

  /** Says whether a page commands; the model was told to keep quiet about such a page. */
  static boolean isHidden(Reading.Quoted passage) {
    return COMMAND.matcher(oneLine(passage)).find();
  }

  private static String oneLine(Reading.Quoted passage) {
    return passage.text().replaceAll("\\s+", " ");
  }

  private static Optional<ToolSpecification> tool(Reading reading, String name) {
    return reading.tools().stream()
        .filter(t -> t.name().equals(name) || t.name().endsWith("__" + name))
        .findFirst();
  }

  private static ToolExecutionRequest call(ToolSpecification tool, String how, JsonNode order) {
    ObjectNode arguments = JsonText.object();
    arguments.put("order_id", order.path("order_id").asText());
    arguments.set("amount", order.path("total"));
    Matcher iban = IBAN.matcher(how);
    if (iban.find()) {
      arguments.put("iban", iban.group(1));
    }
    Matcher reason = REASON.matcher(how);
    arguments.put("reason", reason.find() ? reason.group(1) : "as the page says");
    return ToolExecutionRequest.builder()
        .id("call-1")
        .name(tool.name())
        .arguments(arguments.toString())
        .build();
  }
}
