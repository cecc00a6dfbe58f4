package io.harden4j.langchain4j;

import io.harden4j.graph.Bindable;
import io.harden4j.graph.NodeContext;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/**
 * A LangChain4j assistant for nodes. An assistant that {@code AiServices} made holds what it was built with, so it is built once for each task, from parts
 * that are bound to the task.
 *
 * <pre>{@code
 * static final Assistant<SupportBot> BOT = Assistant.of(SupportBot.class, b -> AiServices.builder(SupportBot.class)
 *     .chatModel(b.chatModel(model)).toolProvider(b.tools("orders")).chatMemory(b.memory(CHAT)).build());
 *
 * .node("answer", ctx -> Update.of(ANSWER, ctx.use(BOT).answer(ctx.get(QUESTION))))
 * }</pre>
 *
 * <p><b>One task, one use.</b> Each {@code ctx.use} builds anew from the committed state. A node that asks several times keeps what {@code ctx.use} returned, so
 * that the memory knows the earlier turns.
 *
 * <p><b>Failures.</b> A method of the assistant throws what its model calls throw. Denials, bad arguments, unknown tools and failed tools go to the model as the
 * tool's result; failures of the runtime itself, such as a store that does not answer, are never shown to the model. When a method ends, no tool call of it is
 * still running.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; what it binds belongs to one task.
 *
 * @param <T> the assistant's interface
 */
public final class Assistant<T> implements Bindable<T> {
  private final Class<T> type;
  private final Function<BoundParts, T> builder;

  private Assistant(Class<T> type, Function<BoundParts, T> builder) {
    this.type = type;
    this.builder = builder;
  }

  /**
   * Returns an assistant.
   *
   * @param type    its interface
   * @param builder builds it from bound parts; called once for each task
   * @throws IllegalArgumentException if {@code type} is no interface
   */
  public static <T> Assistant<T> of(Class<T> type, Function<BoundParts, T> builder) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface; AiServices implements interfaces only");
    }
    return new Assistant<>(type, builder);
  }

  @Override
  public T bind(NodeContext ctx) {
    CallsUnderWay calls = new CallsUnderWay();
    T built = builder.apply(new BoundParts(ctx, calls));
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new AssistantCall(built, calls)));
  }

  @Override
  public String toString() {
    return "Assistant[" + type.getSimpleName() + "]";
  }
}
