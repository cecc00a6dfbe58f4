package io.harden4j.langchain4j;

import io.harden4j.effect.ControlSignal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A call of an assistant's method: waits for its tool calls, and takes off what LangChain4j's tool loop wrapped around signals and failures. */
final class AssistantCall implements InvocationHandler {
  private final Object assistant;
  private final CallsUnderWay calls;

  AssistantCall(Object assistant, CallsUnderWay calls) {
    this.assistant = assistant;
    this.calls = calls;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(assistant, arguments);
    } catch (InvocationTargetException e) {
      throw meant(e.getCause() == null ? e : e.getCause());
    } finally {
      calls.await();
    }
  }

  /** Concurrent tool execution wraps an Error into a RuntimeException, which a node could mistake for a failure of the tool. */
  static Throwable meant(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ControlSignal) {
        return t;
      }
      if (t instanceof PassedByLoop passed) {
        return passed.failure();
      }
    }
    return thrown;
  }
}
