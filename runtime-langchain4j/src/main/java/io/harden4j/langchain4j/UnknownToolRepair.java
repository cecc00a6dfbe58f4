package io.harden4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells a bound model that asked for a tool that does not exist so, and lets it answer again. LangChain4j's own loop would fail the whole assistant unless its
 * builder was told otherwise. Each turn is a call on the road.
 */
final class UnknownToolRepair implements ChatModel {
  static final int REPAIRS = 2;

  private final ChatModel model;

  UnknownToolRepair(ChatModel model) {
    this.model = model;
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    Set<String> known = request.toolSpecifications().stream()
        .map(ToolSpecification::name)
        .collect(Collectors.toCollection(TreeSet::new));
    ChatRequest turn = request;
    ChatResponse response = model.chat(turn);
    for (int repair = 0; repair < REPAIRS && asksForUnknown(response, known); repair++) {
      turn = answered(turn, response.aiMessage(), known);
      response = model.chat(turn);
    }
    return response;
  }

  private static boolean asksForUnknown(ChatResponse response, Set<String> known) {
    return response.aiMessage().toolExecutionRequests().stream()
        .anyMatch(r -> !known.contains(r.name()));
  }

  private static ChatRequest answered(ChatRequest turn, AiMessage answer, Set<String> known) {
    List<ChatMessage> messages = new ArrayList<>(turn.messages());
    messages.add(answer);
    for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
      messages.add(ToolExecutionResultMessage.builder()
          .id(call.id())
          .toolName(call.name())
          .text(
              known.contains(call.name())
                  ? "Not executed: another call of this turn named a tool that does not exist. Ask again."
                  : "There is no tool '" + call.name() + "' here. Tools: " + known)
          .isError(true)
          .build());
    }
    return turn.toBuilder().messages(messages).build();
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return model.defaultRequestParameters();
  }

  @Override
  public ModelProvider provider() {
    return model.provider();
  }

  @Override
  public Set<Capability> supportedCapabilities() {
    return model.supportedCapabilities();
  }
}
