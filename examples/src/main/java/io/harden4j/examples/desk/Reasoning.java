package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.DRAFT;
import static io.harden4j.examples.desk.SupportDesk.DRAFTS;
import static io.harden4j.examples.desk.SupportDesk.FAULTS;
import static io.harden4j.examples.desk.SupportDesk.ORDERS;
import static io.harden4j.examples.desk.SupportDesk.PASSAGES;
import static io.harden4j.examples.desk.SupportDesk.QUESTION;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.ToolBox;
import io.harden4j.graph.Update;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The bounded tool loop. The model reads pages that anybody may have written and may call every tool of the desk, refunds included: it is the gate, not the
 * prompt, that decides what comes of a call.
 */
final class Reasoning implements Node {
  private static final int TURNS = 4;

  private final ChatModel model;

  Reasoning(ChatModel model) {
    this.model = model;
  }

  @Override
  public Update run(NodeContext ctx) {
    ToolBox tools = ctx.tools(DeskTools.SERVER);
    ChatModel onTheRoad = ctx.chatModel(model);
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from(Prompts.REASONING));
    messages.add(UserMessage.from(
        Prompts.reasoning(ctx.get(QUESTION), ctx.get(PASSAGES), ctx.get(ORDERS), ctx.get(FAULTS))));
    boolean refunded = false;
    for (int turn = 1; turn <= TURNS; turn++) {
      AiMessage said = onTheRoad.chat(request(messages, tools)).aiMessage();
      if (!said.hasToolExecutionRequests()) {
        Draft draft = Draft.read(said.text());
        return drafted(refunded ? draft.withoutRefund() : draft);
      }
      messages.add(said);
      for (ToolExecutionRequest call : said.toolExecutionRequests()) {
        ToolResult result = tools.execute(call);
        refunded |= result.isOk() && call.name().endsWith("refund_order");
        messages.add(ToolExecutionResultMessage.from(call, result.text()));
      }
    }
    return drafted(
        new Draft("", List.of(), null, "no answer after " + TURNS + " turns, only calls of tools"));
  }

  private static ChatRequest request(List<ChatMessage> messages, ToolBox tools) {
    return ChatRequest.builder()
        .messages(List.copyOf(messages))
        .toolSpecifications(tools.specifications())
        .build();
  }

  private static Update drafted(Draft draft) {
    return Update.of(DRAFT, draft).and(DRAFTS, 1L);
  }
}
