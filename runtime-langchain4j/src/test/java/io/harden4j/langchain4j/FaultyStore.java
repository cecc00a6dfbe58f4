package io.harden4j.langchain4j;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An in-memory store that dies at a chosen write, as a process would, or fails as a backend would. */
final class FaultyStore {
  /** What a dead process throws: nothing after it works. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the process is dead (scripted)");
    }
  }

  private static final Set<String> WRITES = Set.of("beginEffect", "endEffect", "putTask", "commit");

  private final CheckpointStore store = new InMemoryCheckpointStore();
  private final AtomicInteger writes = new AtomicInteger();
  private Predicate<EffectRecord> failing = record -> false;
  private volatile int dieAt = -1;
  private volatile boolean afterWriting;
  private volatile boolean dead;
  private volatile String diedIn = "";

  void failEffects(Predicate<EffectRecord> which) {
    failing = which;
  }

  /** Dies at the n-th write from the beginning, 1 first, before or after it is durable. */
  void dieAt(int write, boolean afterIt) {
    dieAt = write;
    afterWriting = afterIt;
  }

  /** Starts another process on what is stored. */
  void revive() {
    dead = false;
  }

  boolean isDead() {
    return dead;
  }

  /** Returns the write it died in, with {@code before} or {@code after}; empty if it never died. */
  String diedIn() {
    return diedIn;
  }

  CheckpointStore proxy() {
    return (CheckpointStore) Proxy.newProxyInstance(
        CheckpointStore.class.getClassLoader(),
        new Class<?>[] {CheckpointStore.class},
        (proxy, method, arguments) -> {
          // a lease of a dead process ends by itself; giving it back stands for that
          if (dead && !method.getName().equals("release")) {
            throw new Died();
          }
          if (!WRITES.contains(method.getName())) {
            return call(method, arguments);
          }
          if (method.getName().endsWith("Effect") && failing.test((EffectRecord) arguments[1])) {
            throw new CheckpointStoreException("the disk is full (scripted)");
          }
          boolean last = writes.incrementAndGet() == dieAt;
          if (last && !afterWriting) {
            throw die(method.getName(), "before");
          }
          Object result = call(method, arguments);
          if (last) {
            throw die(method.getName(), "after");
          }
          return result;
        });
  }

  private Died die(String write, String when) {
    diedIn = when + " " + write;
    dead = true;
    return new Died();
  }

  private @Nullable Object call(java.lang.reflect.Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
