package io.harden4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A conversation cut where it may be cut: a tool call and its results are one unit.
 *
 * @param system the system message, if there is one
 * @param units  the rest, in order, without calls that lack results and results that lack calls
 */
record Turns(List<ChatMessage> system, List<List<ChatMessage>> units) {
  static Turns of(List<ChatMessage> all) {
    List<ChatMessage> system = new ArrayList<>();
    List<List<ChatMessage>> units = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ChatMessage message = all.get(i);
      if (message instanceof SystemMessage) {
        system.add(message);
      } else if (message instanceof AiMessage ai && ai.hasToolExecutionRequests()) {
        List<ChatMessage> results = resultsAfter(all, i);
        i += results.size();
        if (answers(ai, results)) {
          results.add(0, ai);
          units.add(results);
        }
      } else if (!(message instanceof ToolExecutionResultMessage)) {
        units.add(List.of(message));
      }
    }
    return new Turns(system, units);
  }

  private static List<ChatMessage> resultsAfter(List<ChatMessage> all, int call) {
    List<ChatMessage> results = new ArrayList<>();
    for (int i = call + 1;
        i < all.size() && all.get(i) instanceof ToolExecutionResultMessage;
        i++) {
      results.add(all.get(i));
    }
    return results;
  }

  private static boolean answers(AiMessage ai, List<ChatMessage> results) {
    return ai.toolExecutionRequests().stream()
        .allMatch(call -> results.stream()
            .anyMatch(r -> r instanceof ToolExecutionResultMessage result
                && Objects.equals(result.id(), call.id())));
  }

  /** Returns the index of the user's last message, or -1. */
  int lastUser() {
    for (int i = units.size() - 1; i >= 0; i--) {
      if (units.get(i).get(0) instanceof UserMessage) {
        return i;
      }
    }
    return -1;
  }
}
