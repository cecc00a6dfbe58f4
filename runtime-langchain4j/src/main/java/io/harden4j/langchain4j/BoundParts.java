package io.harden4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.tool.ToolProvider;
import io.harden4j.graph.Message;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateKey;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What an assistant is built from: LangChain4j's interfaces, bound to one task, on the road of effects. Valid during one attempt of the task. */
public final class BoundParts {
  private final NodeContext ctx;
  private final CallsUnderWay calls;
  private final Map<StateKey<List<Message>>, ChatMemory> memories = new HashMap<>();

  BoundParts(NodeContext ctx, CallsUnderWay calls) {
    this.ctx = ctx;
    this.calls = calls;
  }

  /** Returns the task's context. */
  public NodeContext context() {
    return ctx;
  }

  /**
   * Returns a model whose calls go along the road. It refuses requests with tools that the gate did not issue. If it asks for a tool that does not exist, the
   * error goes back to it as the tool's result, at most {@value UnknownToolRepair#REPAIRS} times in a row.
   */
  public ChatModel chatModel(ChatModel model) {
    return new UnknownToolRepair(ctx.chatModel(model));
  }

  /** Returns a streaming model on the road. Set {@link #unknownTools} beside it. */
  public StreamingChatModel streamingChatModel(StreamingChatModel model) {
    return ctx.streamingChatModel(model);
  }

  /** Returns an embedding model on the road. */
  public EmbeddingModel embeddingModel(EmbeddingModel model) {
    return ctx.embeddingModel(model);
  }

  /** Returns the tools of these servers, or all tools of the runtime if none is named, each call through the gate. */
  public ToolProvider tools(String... servers) {
    return new GatedToolProvider(ctx.tools(servers), calls);
  }

  /** Returns the strategy for {@code AiServices.hallucinatedToolNameStrategy}: the error goes back to the model. {@link #chatModel} needs none. */
  public Function<ToolExecutionRequest, ToolExecutionResultMessage> unknownTools() {
    return request -> ToolExecutionResultMessage.builder()
        .id(request.id())
        .toolName(request.name())
        .text("There is no tool '" + request.name() + "' here.")
        .isError(true)
        .build();
  }

  /** Returns the conversation in a state key, seen through {@link MemoryWindow#DEFAULT}. */
  public ChatMemory memory(StateKey<List<Message>> key) {
    return memory(key, MemoryWindow.DEFAULT);
  }

  /**
   * Returns the conversation in a state key. What the assistant adds is written with the node's update, so it is there once the task is committed, and not at all
   * if the task fails. The state keeps every message; the window bounds what the model sees.
   */
  public ChatMemory memory(StateKey<List<Message>> key, MemoryWindow window) {
    return memories.computeIfAbsent(key, k -> new StateMemory(ctx, k, window));
  }

  /** Returns up to {@value RetrievalQuery#DEFAULT_LIMIT} passages for each query, on the road. */
  public ContentRetriever contentRetriever(Retriever retriever) {
    return contentRetriever(retriever, RetrievalQuery.DEFAULT_LIMIT);
  }

  /** Returns up to {@code limit} passages for each query, on the road. Their labels join the node's; source, title and id are metadata of the content. */
  public ContentRetriever contentRetriever(Retriever retriever, int limit) {
    return query -> ctx.retrieve(retriever, query.text(), limit).stream()
        .map(PassageContent::of)
        .toList();
  }
}
