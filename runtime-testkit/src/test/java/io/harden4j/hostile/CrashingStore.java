package io.harden4j.hostile;

import io.harden4j.checkpoint.CheckpointStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a store: dies at its n-th changing call, or does what a test wants before a call. */
final class CrashingStore {
  private static final Set<String> CHANGING =
      Set.of("acquire", "putTask", "beginEffect", "endEffect", "commit");

  /** The process is gone. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the process is gone", null, false, false);
    }
  }

  /** Looks at a call before it is made; may throw. */
  interface Before {
    void call(String method, Object[] arguments);
  }

  private CrashingStore() {}

  /** Returns a store that asks {@code before} at each call. */
  static CheckpointStore watching(CheckpointStore store, Before before) {
    return proxy((proxy, method, arguments) -> {
      before.call(method.getName(), arguments == null ? new Object[0] : arguments);
      return invoke(store, method, arguments);
    });
  }

  /** Returns a store that is dead from its {@code at}-th changing call on, which is made or not; {@code at} 0 means never. */
  static CheckpointStore dyingAt(CheckpointStore store, int at, boolean made, AtomicInteger calls) {
    AtomicBoolean dead = new AtomicBoolean();
    return proxy((proxy, method, arguments) -> {
      if (dead.get()) {
        if (method.getName().equals("release")) {
          return null;
        }
        throw new Crash();
      }
      boolean now = CHANGING.contains(method.getName()) && calls.incrementAndGet() == at;
      dead.compareAndSet(false, now);
      if (now && !made) {
        throw new Crash();
      }
      Object result = invoke(store, method, arguments);
      if (now) {
        throw new Crash();
      }
      return result;
    });
  }

  private static CheckpointStore proxy(InvocationHandler handler) {
    return (CheckpointStore) Proxy.newProxyInstance(
        CrashingStore.class.getClassLoader(), new Class<?>[] {CheckpointStore.class}, handler);
  }

  private static Object invoke(
      CheckpointStore store, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
