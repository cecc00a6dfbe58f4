package io.harden4j.examples.desk.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model understands of a request.
 *
 * @param task         the application's own text
 * @param question     what the customer asks
 * @param passages     quoted pages
 * @param orders       orders as JSON
 * @param tools        tools it may ask for
 * @param calledBefore whether it asked for a tool in an earlier turn
 * @param length       characters of the whole request
 */
record Reading(
    String task,
    String question,
    List<Quoted> passages,
    List<JsonNode> orders,
    List<ToolSpecification> tools,
    boolean calledBefore,
    int length) {
  private static final Pattern QUESTION = Pattern.compile("(?s)<question>(.*?)</question>");
  private static final Pattern PASSAGE =
      Pattern.compile("(?s)<passage source=\"([^\"]*)\" title=\"([^\"]*)\">(.*?)</passage>");
  private static final Pattern ORDER = Pattern.compile("(?s)<order id=\"[^\"]*\">\\n([^\\n]*)\\n");

  /** A piece of a page. */
  record Quoted(String page, String title, String text) {}

  static Reading of(ChatRequest request) {
    StringBuilder task = new StringBuilder();
    StringBuilder user = new StringBuilder();
    boolean called = false;
    int length = 0;
    for (ChatMessage message : request.messages()) {
      length += message.toString().length();
      if (message instanceof SystemMessage system) {
        task.append(system.text());
      } else if (message instanceof UserMessage said) {
        user.append(said.singleText()).append('\n');
      } else if (message instanceof AiMessage own) {
        called |= own.hasToolExecutionRequests();
      }
    }
    List<ToolSpecification> tools = request.toolSpecifications();
    return new Reading(
        task.toString(),
        first(QUESTION, user.toString()),
        passages(user.toString()),
        orders(user.toString()),
        tools == null ? List.of() : tools,
        called,
        length);
  }

  private static String first(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    return m.find() ? m.group(1).strip() : "";
  }

  private static List<Quoted> passages(String text) {
    return PASSAGE
        .matcher(text)
        .results()
        .map(m -> new Quoted(m.group(1), m.group(2), m.group(3).strip()))
        .toList();
  }

  private static List<JsonNode> orders(String text) {
    List<JsonNode> orders = new ArrayList<>();
    ORDER.matcher(text).results().map(m -> JsonText.parse(m.group(1))).forEach(orders::add);
    return orders;
  }

  boolean isAskedToRoute() {
    return task.contains("\"lookup\"");
  }
}
