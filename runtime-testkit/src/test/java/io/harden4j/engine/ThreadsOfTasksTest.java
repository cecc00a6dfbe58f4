package io.harden4j.engine;

import static io.harden4j.engine.Scene.nothing;
import static io.harden4j.engine.Scene.thread;
import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which threads tasks run on. */
class ThreadsOfTasksTest {
  private final Scene scene = new Scene();

  private static boolean isVirtual(Thread thread) {
    try {
      Method isVirtual = Thread.class.getMethod("isVirtual");
      return (boolean) isVirtual.invoke(thread);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Test
  void steps_of_one_task_run_on_the_calling_thread() {
    List<Thread> seen = new CopyOnWriteArrayList<>();
    StateGraph graph = Scene.graph()
        .node("one", ctx -> {
          seen.add(Thread.currentThread());
          return Update.none();
        })
        .node("two", ctx -> {
          seen.add(Thread.currentThread());
          return Update.none();
        })
        .start("one")
        .edge("one", "two")
        .edge("two", END)
        .build();

    scene.runtime().run(graph, nothing(), thread("t")).orThrow();

    assertThat(seen).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void parallel_tasks_run_on_virtual_threads_where_there_are_any_and_on_a_bounded_pool_else() {
    int branches = 40;
    boolean modern = Runtime.version().feature() >= 21;
    int atOnce = modern ? branches : 4;
    CountDownLatch together = new CountDownLatch(atOnce);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    StateGraph graph = Scene.graph()
        .node("split", ctx -> Update.none())
        .node("work", ctx -> {
          seen.add(Thread.currentThread());
          together.countDown();
          assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
          return Update.none();
        })
        .start("split")
        .fanOut("split", "work", s -> java.util.Collections.nCopies(branches, "x"))
        .edge("work", END)
        .build();

    scene.builder().poolSize(3).build().run(graph, nothing(), thread("t")).orThrow();

    assertThat(seen).allSatisfy(t -> assertThat(isVirtual(t)).isEqualTo(modern));
    assertThat(seen.size())
        .as("threads: one for each task, or three of the pool and the caller")
        .isEqualTo(modern ? branches : 4);
  }
}
