package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Effect;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a schedule is: a run of this graph on a hidden thread, which sleeps until the due time, submits the run, and begins again. So it is durable, found by
 * workers, not done twice and cancelled like any other run. Its name holds the target's, so that only workers which know the target take it.
 */
final class ScheduleGraph {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleGraph.class);
  private static final String PREFIX = "\u0001schedule ";
  private static final Duration AGAIN = Duration.ofMinutes(1);

  static final StateKey<Plan> PLAN = StateKey.of("plan", Plan.class).secret();
  static final StateKey<Instant> DUE = StateKey.of("due", Instant.class);

  /**
   * What is to be started.
   *
   * @param name     name of the schedule
   * @param graph    name of the graph
   * @param threadId template of the thread's id
   * @param timing   when
   * @param input    values of the target's keys
   */
  record Plan(String name, String graph, String threadId, Timing timing, List<Value> input) {
    /** A value of a key, as its codec encodes it, in Base64. */
    record Value(String key, int schema, String bytes) {}

    Plan {
      input = List.copyOf(input);
    }

    static Plan of(Schedule schedule) {
      List<Value> values = new ArrayList<>();
      for (Update.Write write : schedule.input().writes()) {
        values.add(encoded(schedule.graph().declared(write.key()), write.value()));
      }
      return new Plan(
          schedule.name(), schedule.graph().name(), schedule.threadId(), schedule.timing(), values);
    }

    @SuppressWarnings("unchecked")
    private static <T> Value encoded(StateKey<T> key, Object value) {
      byte[] bytes = key.codec().encode((T) value);
      return new Value(key.name(), key.codec().schema(), Base64.getEncoder().encodeToString(bytes));
    }

    Update update(StateGraph target) {
      Update update = Update.none();
      for (Value value : input) {
        StateKey<?> key = target.key(value.key());
        if (key == null) {
          throw new GraphChangedException("schedule '" + name + "' writes the state key '"
              + value.key() + "', which graph '" + target
              + "' does not declare any more; put the schedule again");
        }
        update = update.and(decoded(key, value));
      }
      return update;
    }

    private static <T> Update decoded(StateKey<T> key, Value value) {
      StateCodec<T> codec = key.codec();
      return Update.of(
          key, codec.decode(Base64.getDecoder().decode(value.bytes()), value.schema()));
    }
  }

  private ScheduleGraph() {}

  static boolean is(String graph) {
    return graph.startsWith(PREFIX);
  }

  /** Returns the name of the graph that a schedule's graph starts. */
  static String target(String graph) {
    return graph.substring(PREFIX.length());
  }

  /** Returns the graph that is registered beside its target. */
  static StateGraph registered(GraphRegistry graphs, String target) {
    return Objects.requireNonNull(graphs.newest(PREFIX + target)).graph();
  }

  static StateGraph of(String target, Launcher launcher) {
    return StateGraph.builder(PREFIX + target)
        .state(PLAN, DUE)
        .node("start", ctx -> start(ctx, launcher), n -> n.goesTo("start"))
        .start("start")
        .edge("start", StateGraph.END)
        .build();
  }

  private static Update start(NodeContext ctx, Launcher launcher) {
    Plan plan = ctx.get(PLAN);
    Instant due = ctx.get(DUE);
    ctx.sleepUntil(due);
    while (!started(ctx, launcher, plan, due)) {
      ctx.sleep(AGAIN);
    }
    Instant now = ctx.now();
    Optional<Instant> next = plan.timing().after(now.isAfter(due) ? now : due);
    return next.map(n -> Update.of(DUE, n).thenGoTo("start")).orElse(Update.none());
  }

  private static boolean started(NodeContext ctx, Launcher launcher, Plan plan, Instant due) {
    try {
      ctx.effect(
          "start",
          Effect.idempotent(Boolean.class),
          key -> launcher.startDue(ctx.principal(), plan, due));
      return true;
    } catch (AgentRuntimeException e) {
      LOG.warn(
          "schedule '{}' of tenant '{}' could not start what was due at {}; it tries again in {}",
          plan.name(),
          ctx.principal().tenant().id(),
          due,
          AGAIN,
          e);
      return false;
    }
  }
}
