package io.harden4j.run;

import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;
import io.harden4j.effect.EffectTimeoutException;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Bounded;
import io.harden4j.effect.internal.Durations;
import io.harden4j.effect.internal.TaskJournal;
import io.harden4j.graph.NodeOptions;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Subgraph;
import io.harden4j.graph.Update;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the attempts of one task and says how it ended. */
final class TaskRunner {
  /** How long an attempt waits for effects that its node left running in other threads. */
  private static final long PATIENCE_MILLIS = 30_000;

  private final RunContext run;
  private final int step;

  TaskRunner(RunContext run, int step) {
    this.run = run;
    this.step = step;
  }

  /**
   * Runs a plain task.
   *
   * @param firstAttempt number of the first attempt, counting those of earlier segments
   */
  TaskOutcome run(LiveTask task, Space space, List<EffectRecord> recorded, int firstAttempt) {
    TaskJournal journal = new TaskJournal(
        run.run(),
        new TaskKey(run.thread(), run.branch(), task.id(), run.epoch()),
        run.effects(),
        recorded);
    Retry retry = task.spec().options().retry();
    for (int attempt = firstAttempt; ; attempt++) {
      TaskOutcome outcome = observed(task, space, journal, attempt);
      boolean again =
          outcome.error() instanceof Exception && attempt - firstAttempt + 1 < retry.attempts();
      if (!again || !waitBefore(retry, attempt - firstAttempt + 1)) {
        return outcome;
      }
      journal.rewind();
    }
  }

  private boolean waitBefore(Retry retry, int failures) {
    long millis = Math.min(
        Durations.millis(retry.longest()),
        Durations.millis(retry.first()) << Math.min(20, failures - 1));
    if (millis == 0) {
      return run.stop().signal() == null;
    }
    Thread self = Thread.currentThread();
    run.stop().enter(self);
    try {
      Thread.sleep(millis);
      return run.stop().signal() == null;
    } catch (InterruptedException e) {
      return false;
    } finally {
      run.stop().leave(self);
    }
  }

  private TaskOutcome observed(LiveTask task, Space space, TaskJournal journal, int attempt) {
    Observation span = run.observation().child(ObservationKind.NODE, task.id().node());
    if (span.isRecording()) {
      span.attribute(ObservedKeys.NODE, task.id().node())
          .attribute(ObservedKeys.NAMESPACE, task.id().ns())
          .attribute(ObservedKeys.TASK, task.id().toString())
          .attribute(ObservedKeys.STEP, (long) step)
          .attribute(ObservedKeys.ATTEMPT, (long) attempt);
    }
    boolean listening = run.events().isListening();
    long begin = listening ? System.nanoTime() : 0;
    String name = listening ? task.id().toString() : "";
    if (listening) {
      run.events().emit(new RunEvent.TaskStarted(name, task.id().node(), step, attempt));
    }
    TaskOutcome outcome = attempt(task, space, journal, attempt, span);
    describe(span, outcome);
    span.end();
    if (listening) {
      run.events()
          .emit(new RunEvent.TaskEnded(
              name,
              task.id().node(),
              step,
              attempt,
              outcome.state().word(),
              System.nanoTime() - begin));
    }
    return outcome;
  }

  private static void describe(Observation span, TaskOutcome outcome) {
    if (!span.isRecording()) {
      return;
    }
    span.attribute(ObservedKeys.OUTCOME, outcome.state().word());
    Throwable error = outcome.error();
    if (error != null) {
      span.error(error);
    } else {
      span.attribute(ObservedKeys.OUTPUT, StateJson.writes(outcome.writes()));
    }
  }

  private TaskOutcome attempt(
      LiveTask task, Space space, TaskJournal journal, int attempt, Observation span) {
    TaskContext ctx = new TaskContext(run, task, space, journal, step, attempt, span);
    Thread self = Thread.currentThread();
    run.stop().enter(self);
    try {
      ctx.scope().checkSignal();
      Update update = call(task, ctx);
      ctx.scope().end(PATIENCE_MILLIS);
      return finished(task, ctx, update, attempt);
    } catch (Throwable thrown) {
      ctx.scope().end(thrown instanceof EffectTimeoutException ? 0 : PATIENCE_MILLIS);
      return ended(task, ctx, thrown, attempt);
    } finally {
      run.stop().leave(self);
    }
  }

  private @Nullable Update call(LiveTask task, TaskContext ctx) throws Exception {
    Duration timeout = task.spec().options().timeout();
    return timeout == null
        ? task.spec().node().run(ctx)
        : Bounded.run(
            "node '" + ctx.node() + "'",
            () -> task.spec().node().run(ctx),
            timeout,
            run.workers()::start);
  }

  private TaskOutcome finished(
      LiveTask task, TaskContext ctx, @Nullable Update update, int attempt) {
    RuntimeException broken = ctx.scope().storeFailure();
    if (broken != null) {
      return TaskOutcome.failed(task, attempt, broken);
    }
    ControlSignal mark = ctx.scope().signal();
    if (mark != null) {
      return stopped(task, ctx, mark, attempt);
    }
    if (update == null) {
      return TaskOutcome.failed(
          task,
          attempt,
          new NodeFailedException(
              "node '" + ctx.node() + "' returned null; return Update.none() if nothing changes"));
    }
    Update whole = ctx.staged().and(update);
    if (run.events().isListening() && !whole.isNone()) {
      run.events()
          .emit(new RunEvent.NodeUpdate(
              task.id().toString(), ctx.node(), step, StateJson.withoutSecrets(whole)));
    }
    return TaskOutcome.succeeded(
        task, attempt, writes(ctx, whole), jumps(task, whole), ctx.label());
  }

  private static List<TaskOutcome.Write> writes(TaskContext ctx, Update update) {
    if (update.writes().isEmpty()) {
      return List.of();
    }
    List<TaskOutcome.Write> writes = new ArrayList<>(update.writes().size());
    for (Update.Write write : update.writes()) {
      StateKey<?> declared = ctx.declared(write.key());
      if (declared.codec() instanceof JsonCodec<?> json && !json.fits(write.value())) {
        throw new CodecException(
            "state key '" + declared.name() + "' takes " + json + ", but node '" + ctx.node()
                + "' wrote a " + write.value().getClass().getSimpleName()
                + "; write a value of the declared type",
            null);
      }
      writes.add(new TaskOutcome.Write(declared, write.value(), ctx.scope().labelOf(write)));
    }
    return writes;
  }

  private static List<Jump> jumps(LiveTask task, Update update) {
    if (update.goTo().isEmpty() && update.spawns().isEmpty()) {
      return List.of();
    }
    NodeOptions options = task.spec().options();
    List<Jump> jumps = new ArrayList<>();
    for (String target : update.goTo()) {
      jumps.add(new Jump(declared(task, options, target), null, false));
    }
    for (Update.Spawn spawn : update.spawns()) {
      String target = declared(task, options, spawn.node());
      spawn.items().forEach(item -> jumps.add(new Jump(target, TaskInput.of(item), false)));
      if (spawn.items().isEmpty()) {
        jumps.add(new Jump(target, null, true));
      }
    }
    return jumps;
  }

  private static String declared(LiveTask task, NodeOptions options, String target) {
    if (!options.targets().contains(target)) {
      throw new NodeFailedException("node '" + task.id().node() + "' goes to '" + target
          + "', which it does not declare; add n -> n.goesTo(\"" + target
          + "\") where the node is added");
    }
    return target;
  }

  private static TaskOutcome ended(LiveTask task, TaskContext ctx, Throwable thrown, int attempt) {
    RuntimeException broken = ctx.scope().storeFailure();
    if (broken != null) {
      return TaskOutcome.failed(task, attempt, broken);
    }
    ControlSignal mark = ctx.scope().signal();
    if (mark == null && thrown instanceof ControlSignal signal) {
      mark = signal;
    }
    if (mark != null) {
      return stopped(task, ctx, mark, attempt);
    }
    ControlSignal stop = ctx.scope().run().stop().signal();
    return stop != null
        ? TaskOutcome.stopped(task, attempt, stop)
        : TaskOutcome.failed(task, attempt, thrown);
  }

  private static TaskOutcome stopped(
      LiveTask task, TaskContext ctx, ControlSignal signal, int attempt) {
    return signal.kind() == Kind.SUSPENDED
        ? TaskOutcome.suspended(task, attempt, ctx.scope().asks(), signal)
        : TaskOutcome.stopped(task, attempt, signal);
  }

  /** Ends a subgraph: its results are what the outer node writes. */
  static TaskOutcome exit(LiveTask task, Space outer, Space inner) {
    Subgraph subgraph = java.util.Objects.requireNonNull(task.spec().subgraph());
    List<TaskOutcome.Write> writes = new ArrayList<>();
    Label label = task.control();
    for (Subgraph.Copy copy : subgraph.out()) {
      Space.Slot slot = inner.slot(inner.graph().slot(copy.from()));
      if (slot != null) {
        writes.add(new TaskOutcome.Write(
            outer.graph().graph().declared(copy.to()),
            slot.value(),
            slot.label().join(label)));
      }
    }
    return TaskOutcome.succeeded(task, 1, writes, List.of(), label);
  }
}
