package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a round of a call takes along. Those of humans are there; those of the application's handler are made when the round is made, so that a
 * replay asks it nothing.
 */
final class RoundAnswers {
  static final RoundAnswers NONE = new RoundAnswers(Rounds.NONE, null, "", null);

  private final Rounds known;
  private final @Nullable OpenRound open;
  private final String server;
  private final @Nullable ElicitationHandler handler;

  private RoundAnswers(
      Rounds known, @Nullable OpenRound open, String server, @Nullable ElicitationHandler handler) {
    this.known = known;
    this.open = open;
    this.server = server;
    this.handler = handler;
  }

  /** Says whether the answers are there; else the application's handler makes them, and that may take its time. */
  boolean areKnown() {
    return open == null || handler == null;
  }

  Rounds rounds() {
    if (open == null || handler == null) {
      return known;
    }
    Map<String, ObjectNode> responses = new LinkedHashMap<>(known.responses());
    open.requests()
        .properties()
        .forEach(request -> responses.put(
            request.getKey(), Elicited.answer(server, request.getValue().path("params"), handler)));
    return new Rounds(responses, known.state());
  }

  /** Returns why questions are not asked at all, or nothing. */
  static String refusal(ServerSettings settings, OpenRound open) {
    for (JsonNode request : open.requests()) {
      String method = request.path("method").asText("");
      if (!method.equals("elicitation/create")) {
        return "The tool asks for something that this client does not do ("
            + Texts.printable(Texts.shorten(method, 60)) + "), so it cannot go on.";
      }
      if (!settings.elicitation().isSupported()) {
        return "The tool wants to ask the user, which is not allowed here, so it cannot go on.";
      }
    }
    return "";
  }

  /**
   * Returns what has to be asked before the call goes on.
   *
   * @param connector makes a connector that takes answers along
   */
  static Optional<NextRound> next(
      ServerSettings settings, ToolResult result, Function<RoundAnswers, ToolConnector> connector) {
    OpenRound open = result.code().equals(NextRound.INPUT_REQUIRED)
        ? OpenRound.parse(result.structured())
        : null;
    if (open == null || !refusal(settings, open).isEmpty()) {
      return Optional.empty();
    }
    if (settings.elicitation() instanceof Elicitation.Inbox inbox) {
      return Optional.of(asked(settings.id(), inbox.audience(), open, connector));
    }
    ElicitationHandler handler =
        settings.elicitation() instanceof Elicitation.ByHandler by ? by.handler() : null;
    Rounds before = new Rounds(Map.of(), open.state());
    return Optional.of(new NextRound(
        List.of(),
        none -> connector.apply(new RoundAnswers(before, open, settings.id(), handler))));
  }

  /** A question that may not be shown to a human is declined without asking. */
  private static NextRound asked(
      String server,
      String audience,
      OpenRound open,
      Function<RoundAnswers, ToolConnector> connector) {
    Map<String, ObjectNode> responses = new LinkedHashMap<>();
    open.answered().properties().forEach(e -> responses.put(e.getKey(), (ObjectNode) e.getValue()));
    Map<String, ElicitationQuestion> questions = new LinkedHashMap<>();
    open.requests().properties().forEach(request -> {
      try {
        questions.put(
            request.getKey(), ElicitationQuestion.of(server, request.getValue().path("params")));
      } catch (IllegalArgumentException e) {
        responses.put(request.getKey(), JsonRpc.object().put("action", "decline"));
      }
    });
    List<NextRound.Question> texts = new ArrayList<>();
    String warning = SecondCall.warning(open);
    questions
        .values()
        .forEach(q -> texts.add(new NextRound.Question(q.forInbox() + warning, audience)));
    return new NextRound(texts, answers -> {
      if (!SecondCall.isAgreed(open, answers)) {
        return SecondCall.notMade(open);
      }
      Map<String, ObjectNode> all = new LinkedHashMap<>(responses);
      int i = 0;
      for (Map.Entry<String, ElicitationQuestion> question : questions.entrySet()) {
        all.put(question.getKey(), question.getValue().response(answer(answers.get(i++))));
      }
      return connector.apply(new RoundAnswers(new Rounds(all, open.state()), null, server, null));
    });
  }

  private static ElicitationAnswer answer(NextRound.Answer answer) {
    return answer.accepted()
        ? ElicitationAnswer.accept(answer.values())
        : ElicitationAnswer.decline();
  }
}
