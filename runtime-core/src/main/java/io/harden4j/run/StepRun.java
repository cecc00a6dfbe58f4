package io.harden4j.run;

import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.effect.ControlSignal;
import io.harden4j.graph.Ask;
import io.harden4j.label.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one step. Each result is recorded where it lands, but for the last one, which travels inside the commit. */
final class StepRun {
  private final RunContext run;
  private final @Nullable Recorder recorder;
  private final FailureMode failureMode;
  private final LiveState state;
  private final TaskRunner runner;
  private final Segment.Recovered recovered;

  /**
   * What a step came to.
   *
   * @param outcomes in order of task
   * @param carried  subgraph tasks whose inside still runs
   * @param waiting  whether tasks wait for answers
   * @param breakpoints questions to ask before tasks run
   */
  record Result(
      List<TaskOutcome> outcomes,
      List<LiveTask> carried,
      boolean waiting,
      List<Question> breakpoints) {}

  StepRun(
      RunContext run,
      @Nullable Recorder recorder,
      FailureMode failureMode,
      LiveState state,
      int step,
      Segment.Recovered recovered) {
    this.run = run;
    this.recorder = recorder;
    this.failureMode = failureMode;
    this.state = state;
    this.runner = new TaskRunner(run, step);
    this.recovered = recovered;
  }

  Result run() {
    List<LiveTask> frontier = state.frontier();
    if (frontier.size() == 1
        && recovered.isNothing()
        && !frontier.get(0).isSubgraph()
        && !isUnasked(frontier.get(0))
        && !isWaiting(frontier.get(0))) {
      return new Result(List.of(runOne(frontier.get(0))), List.of(), false, List.of());
    }
    List<TaskOutcome> outcomes = new ArrayList<>();
    List<LiveTask> carried = new ArrayList<>();
    List<LiveTask> todo = new ArrayList<>();
    boolean waiting = false;
    List<Question> breakpoints = new ArrayList<>();
    for (LiveTask task : frontier) {
      TaskRecord record = recovered.tasks().get(task.id());
      ControlSignal declined = declined(task);
      if (!state.isReady(task)) {
        carried.add(task);
      } else if (record != null && record.state() == TaskState.SUCCEEDED) {
        outcomes.add(recorded(task, record));
      } else if (declined != null) {
        outcomes.add(TaskOutcome.stopped(task, 1, declined).asRecorded());
      } else if (isUnasked(task)) {
        breakpoints.add(breakpoint(run, task));
      } else if (isWaiting(task)) {
        waiting = true;
      } else if (task.isSubgraph()) {
        outcomes.add(exit(task));
      } else {
        todo.add(task);
      }
    }
    runAll(todo, outcomes);
    outcomes.sort(Segment.order());
    return new Result(outcomes, carried, waiting, breakpoints);
  }

  /** Says whether nothing can run: every task waits for an answer, or for one that does. */
  boolean isIdle() {
    boolean waiting = false;
    for (LiveTask task : state.frontier()) {
      TaskRecord record = recovered.tasks().get(task.id());
      boolean done = record != null && record.state() == TaskState.SUCCEEDED;
      if (state.isReady(task) && !done) {
        if (declined(task) != null || isUnasked(task) || !isWaiting(task)) {
          return false;
        }
        waiting = true;
      }
    }
    return waiting;
  }

  /** Says whether a human must be asked before this task and was not yet: true again after an edit or a fork. */
  private boolean isUnasked(LiveTask task) {
    if (!task.spec().options().interruptsBefore()) {
      return false;
    }
    if (recorder == null) {
      throw new IllegalStateException("node '" + task.id().node()
          + "' interrupts for a human, but this run has Durability.NONE; run it with"
          + " Durability.SYNC");
    }
    return run.questions().find(run.questions().current(key(task), "breakpoint", "", 0)) == null;
  }

  /** Makes the question that a human answers before a task runs. */
  static Question breakpoint(RunContext run, LiveTask task) {
    TaskKey key = new TaskKey(run.thread(), run.branch(), task.id(), run.epoch());
    Ask<Boolean> ask = Ask.of("Go on with node '" + task.id().node() + "'?", Boolean.class);
    return run.questions()
        .make(
            run.questions().current(key, "breakpoint", "", 0),
            key,
            "breakpoint",
            ask,
            "",
            run.clock().instant(),
            Label.SYSTEM);
  }

  private TaskOutcome exit(LiveTask task) {
    LiveState.Barrier stuck = state.stuck(task.innerNs());
    return stuck == null
        ? TaskRunner.exit(task, state.space(task.id().ns()), state.space(task.innerNs()))
        : TaskOutcome.failed(task, 1, new NodeFailedException(stuck.describe()));
  }

  private boolean isWaiting(LiveTask task) {
    return recorder != null
        && !run.questions().isEmpty()
        && !run.questions().openOf(task.id(), run.clock().instant()).isEmpty();
  }

  private @Nullable ControlSignal declined(LiveTask task) {
    if (recorder == null) {
      return null;
    }
    Question question =
        run.questions().find(run.questions().current(key(task), "breakpoint", "", 0));
    boolean no = question != null
        && question.answer() != null
        && !run.questions().answer(question, Boolean.class).value();
    return no
        ? new ControlSignal(
            ControlSignal.Kind.CANCELLED,
            "a human declined to go on with node '" + task.id().node()
                + "'; edit the state to go elsewhere")
        : null;
  }

  private TaskOutcome recorded(LiveTask task, TaskRecord record) {
    return java.util.Objects.requireNonNull(recorder)
        .records()
        .read(task, record, state.space(task.id().ns()).graph());
  }

  private void runAll(List<LiveTask> todo, List<TaskOutcome> outcomes) {
    if (todo.size() == 1) {
      outcomes.add(runOne(todo.get(0)));
      return;
    }
    BlockingQueue<TaskOutcome> results = new LinkedBlockingQueue<>();
    AtomicInteger left = new AtomicInteger(todo.size());
    List<Runnable> work = new ArrayList<>(todo.size());
    for (LiveTask task : todo) {
      work.add(() -> results.add(landed(task, left)));
    }
    run.workers().startAll(work);
    for (int i = 0; i < todo.size(); i++) {
      outcomes.add(take(results));
    }
  }

  /** Takes the next result. The loop does not give up on tasks that still run: a stop interrupts them, and then they land. */
  private static TaskOutcome take(BlockingQueue<TaskOutcome> results) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return results.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private TaskOutcome runOne(LiveTask task) {
    TaskRecord earlier = recovered.tasks().get(task.id());
    List<EffectRecord> effects = recovered.effects().getOrDefault(task.id(), List.of());
    int attempt = earlier == null ? 1 : earlier.attempt() + 1;
    try {
      return runner.run(task, state.space(task.id().ns()), effects, attempt);
    } catch (RuntimeException | Error e) {
      return TaskOutcome.failed(task, attempt, e);
    }
  }

  /** Lands a result; whatever happens here, the loop gets an outcome. */
  private TaskOutcome landed(LiveTask task, AtomicInteger left) {
    TaskOutcome outcome = runOne(task);
    try {
      return land(outcome, left);
    } catch (RuntimeException | Error e) {
      return TaskOutcome.failed(task, outcome.attempt(), e);
    }
  }

  /** Records a result unless it is the last one of the step. */
  private TaskOutcome land(TaskOutcome outcome, AtomicInteger left) {
    if (outcome.state() == TaskState.FAILED && failureMode == FailureMode.FAIL_FAST) {
      run.stop().now(new ControlSignal(ControlSignal.Kind.CANCELLED, "a sibling task failed"));
    }
    boolean last = left.decrementAndGet() == 0;
    if (recorder == null) {
      return outcome;
    }
    Instant now = run.clock().instant();
    TaskOutcome encoded = outcome;
    TaskRecord record;
    try {
      record = recorder.records().full(key(outcome.task()), outcome, now);
    } catch (CodecException e) {
      encoded = TaskOutcome.failed(outcome.task(), outcome.attempt(), e);
      record = recorder.records().full(key(outcome.task()), encoded, now);
    }
    if (last) {
      return encoded;
    }
    recorder.putTask(record);
    List<Question> fresh = encoded.asks().stream()
        .filter(q -> run.questions().find(q.id()) == null)
        .toList();
    run.questions().remember(fresh);
    fresh.forEach(q -> Segment.announce(run, q));
    return encoded.asRecorded();
  }

  private TaskKey key(LiveTask task) {
    return new TaskKey(run.thread(), run.branch(), task.id(), run.epoch());
  }
}
