package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.mcp.McpException.Delivery;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One request that a server may answer with questions: their answers of earlier rounds go along, and new ones are collected. Used once. */
final class Exchange implements CallListener {
  private final ServerEvents events;
  private final String label;
  private final Rounds rounds;
  private final boolean repeatable;
  private final Map<String, JsonNode> asked = Collections.synchronizedMap(new LinkedHashMap<>());

  /**
   * Begins one.
   *
   * @param label      what progress is told of: the tool, or the method
   * @param repeatable whether the request is declared harmless to make twice
   */
  Exchange(ServerEvents events, String label, Rounds rounds, boolean repeatable) {
    this.events = events;
    this.label = label;
    this.rounds = rounds;
    this.repeatable = repeatable;
  }

  @Override
  public void progress(JsonNode params) {
    events.progress(label, params);
  }

  /**
   * In the middle of a call a question whose answer is known gets it, and one that may not be shown to a human is declined. One for the inbox ends this call: no
   * server waits for days, and a question in the middle of a call cannot be answered by another process.
   */
  @Override
  public Optional<ObjectNode> asked(JsonNode params) {
    ObjectNode known = rounds.answer(params);
    if (known != null) {
      return Optional.of(known);
    }
    if (!(events.elicitation() instanceof Elicitation.Inbox)) {
      return Optional.empty();
    }
    if (!ElicitationQuestion.mayBeShown(params)) {
      return Optional.of(JsonRpc.object().put("action", "decline"));
    }
    asked.put(OpenRound.key(params), params);
    return Optional.of(JsonRpc.object().put("action", "cancel"));
  }

  Reply make(RpcPeer peer, RpcRequest request, Map<String, String> headers, Deadline deadline) {
    boolean stateless = peer.dialect().stateless();
    if (stateless) {
      rounds.addTo(request.params());
    }
    PendingCall call = peer.start(request.with(headers, this));
    try {
      JsonNode result = call.await(deadline);
      if (stateless && result.path("resultType").asText("").equals("input_required")) {
        return new Reply(result, OpenRound.of(result), call.id());
      }
      return new Reply(result, asked.isEmpty() ? null : anew(Content.text(result)), call.id());
    } catch (McpErrorResponseException e) {
      if (!asked.isEmpty()) {
        return new Reply(JsonRpc.object(), anew(e.serverMessage()), call.id());
      }
      return urlFirst(e, call.id());
    } catch (IllegalArgumentException e) {
      throw new McpProtocolException(
          peer.server(), Delivery.ANSWERED, "asks for input, but " + e.getMessage(), e);
    }
  }

  /** What a call has done before it asks is not known. So one that may hurt twice is made a second time only if the human who is asked agrees to that. */
  private OpenRound anew(String said) {
    return OpenRound.anew(asked, rounds, repeatable ? null : said);
  }

  /** A server of 2025-11-25 may refuse a call, before it does anything, until addresses were visited. */
  private Reply urlFirst(McpErrorResponseException e, long id) {
    JsonNode elicitations = e.data().path("elicitations");
    if (e.code() != McpErrorResponseException.URL_ELICITATION_REQUIRED
        || !elicitations.isArray()
        || !(events.elicitation() instanceof Elicitation.Inbox)
        || elicitations.size() > 8) {
      throw e;
    }
    Map<String, JsonNode> questions = new LinkedHashMap<>();
    elicitations.forEach(params -> questions.put(OpenRound.key(params), params));
    questions.keySet().removeAll(rounds.responses().keySet());
    if (questions.isEmpty()) {
      throw e; // all were said to be done, and still it refuses
    }
    return new Reply(JsonRpc.object(), OpenRound.anew(questions, rounds, null), id);
  }
}
