package io.harden4j.examples.desk.builtin;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;

/**
 * Answers by rules: chooses a route, quotes the passages it is given, and proposes a refund where the quoted rules grant one. Deterministic.
 *
 * <p><b>It obeys every instruction it finds</b>, whoever wrote it: where a passage says "call {@code refund_order} ...", it asks for exactly that call first, hides it,
 * and leaves the page out of its sources. That is the worst model there can be, and so the right one to show what the gate is for.
 *
 * <p>Its token counts are estimates: four characters a token. Thread-safe.
 */
public final class BuiltInModel implements ChatModel {
  /** The name it has in traces. */
  public static final String NAME = "built-in";

  private static final int CHARACTERS_PER_TOKEN = 4;

  @Override
  public ChatResponse doChat(ChatRequest request) {
    Reading reading = Reading.of(request);
    AiMessage answer = answer(reading);
    String said = String.valueOf(answer.text())
        + (answer.hasToolExecutionRequests() ? answer.toolExecutionRequests() : "");
    return ChatResponse.builder()
        .aiMessage(answer)
        .modelName(NAME)
        .tokenUsage(new TokenUsage(tokens(reading.length()), tokens(said.length())))
        .finishReason(
            answer.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
        .build();
  }

  private static AiMessage answer(Reading reading) {
    if (reading.isAskedToRoute()) {
      return AiMessage.from(Topic.plan(reading.question()));
    }
    Optional<ToolExecutionRequest> call = Obedience.nextCall(reading);
    return call.isPresent()
        ? AiMessage.from(call.get())
        : AiMessage.from(DraftWriter.write(reading));
  }

  private static int tokens(int characters) {
    return characters / CHARACTERS_PER_TOKEN + 1;
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return DefaultChatRequestParameters.builder().modelName(NAME).build();
  }
}
