package io.harden4j.run;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A LangChain4j model bound to a task: its calls go along the road. */
final class BoundChatModel implements ChatModel {
  private final TaskScope scope;
  private final ChatModel model;

  BoundChatModel(TaskScope scope, ChatModel model) {
    this.scope = scope;
    this.model = model;
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    checkTools(scope, request);
    return scope
        .run()
        .road()
        .perform(
            new ModelCall(
                scope,
                nameOf(model, request, model.defaultRequestParameters()),
                providerOf(model.provider()),
                request,
                scope.run().modelRetry(),
                attempt -> model.chat(request),
                response -> {}),
            scope);
  }

  /** Refuses tools that the gate did not issue: forgotten ones fail closed. */
  static void checkTools(TaskScope scope, ChatRequest request) {
    List<ToolSpecification> tools = request.toolSpecifications();
    if (tools == null) {
      return;
    }
    for (ToolSpecification tool : tools) {
      if (!scope.run().tools().issued(tool)) {
        throw new UnguardedToolException(tool.name(), scope.node());
      }
    }
  }

  static String nameOf(
      Object model, ChatRequest request, @Nullable ChatRequestParameters defaults) {
    if (request.modelName() != null) {
      return request.modelName();
    }
    return defaults != null && defaults.modelName() != null
        ? defaults.modelName()
        : model.getClass().getSimpleName();
  }

  static String providerOf(@Nullable ModelProvider provider) {
    return provider == null ? "other" : provider.name().toLowerCase(java.util.Locale.ROOT);
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
