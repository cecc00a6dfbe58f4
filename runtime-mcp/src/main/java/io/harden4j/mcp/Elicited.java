package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one question of a server by the application's handler. */
final class Elicited {
  private static final Logger LOG = LoggerFactory.getLogger(Elicited.class);

  private Elicited() {}

  /** A question that may not be asked is declined; a handler that fails cancels. */
  static ObjectNode answer(String server, JsonNode params, ElicitationHandler handler) {
    ElicitationQuestion question;
    try {
      question = ElicitationQuestion.of(server, params);
    } catch (IllegalArgumentException e) {
      LOG.warn("MCP server '{}' asked something that is declined: {}", server, e.getMessage());
      return JsonRpc.object().put("action", "decline");
    }
    try {
      return question.response(handler.answer(question));
    } catch (RuntimeException e) {
      LOG.warn("the handler of questions of MCP server '{}' threw", server, e);
      return JsonRpc.object().put("action", "cancel");
    }
  }
}
