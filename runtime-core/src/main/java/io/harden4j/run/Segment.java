package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.effect.ControlSignal;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a run: super-steps until the graph ends or something stops it. Used by one thread, the loop's owner; tasks of a step may run on others.
 */
final class Segment {
  private final RunContext run;
  private final @Nullable Recorder recorder;
  private final FailureMode failureMode;
  private final Recovered recovered;
  private LiveState state;
  private int step;
  private boolean counted;

  /**
   * What earlier segments left of the frontier's tasks.
   *
   * @param tasks   newest record of each
   * @param effects journal of each
   */
  record Recovered(Map<TaskId, TaskRecord> tasks, Map<TaskId, List<EffectRecord>> effects) {
    static final Recovered NOTHING = new Recovered(Map.of(), Map.of());

    boolean isNothing() {
      return tasks.isEmpty() && effects.isEmpty();
    }
  }

  Segment(
      RunContext run,
      @Nullable Recorder recorder,
      FailureMode failureMode,
      LiveState state,
      int step,
      Recovered recovered) {
    this.run = run;
    this.recorder = recorder;
    this.failureMode = failureMode;
    this.state = state;
    this.step = step;
    this.recovered = recovered;
  }

  RunResult run() {
    Recovered left = recovered;
    while (!state.frontier().isEmpty()) {
      String drain = run.stop().drain();
      if (drain != null) {
        run.stop().now(new ControlSignal(ControlSignal.Kind.CANCELLED, drain));
      }
      ControlSignal stop = run.stop().signal();
      if (stop != null) {
        return stopped(stop, List.of());
      }
      if (run.stop().handsOver()) {
        return new RunResult.Cancelled(
            info(), state.root(), "it is left to other workers: this one is shutting down");
      }
      String over = run.ledger().step(System.nanoTime());
      if (over != null) {
        return stopped(new ControlSignal(ControlSignal.Kind.OUT_OF_BUDGET, over), List.of());
      }
      counted = true;
      RunResult end = settle(new StepRun(run, recorder, failureMode, state, step + 1, left).run());
      if (end != null) {
        return end;
      }
      left = Recovered.NOTHING;
    }
    LiveState.Barrier stuck = state.stuck("");
    return stuck == null ? new RunResult.Completed(info(), state.root()) : stuck(stuck);
  }

  /** A graph that ends while a join still waits has lost something on the way: that is not a success. */
  private RunResult stuck(LiveState.Barrier join) {
    stop(RunStatus.FAILED, List.of(), Map.of("reason", "join"));
    return new RunResult.Failed(
        info(), state.root(), new NodeFailedException(join.describe()), join.target());
  }

  /** Returns the same as before if no answer has come yet; costs and writes nothing. Null if something can run. */
  @Nullable
  RunResult idle() {
    return new StepRun(run, recorder, failureMode, state, step + 1, recovered).isIdle()
        ? waiting()
        : null;
  }

  private RunResult waiting() {
    Instant now = run.clock().instant();
    return new RunResult.Suspended(
        info(), state.root(), run.questions().shown(now), run.questions().waits(now));
  }

  private @Nullable RunResult settle(StepRun.Result result) {
    ControlSignal lost = signal(result, ControlSignal.Kind.LEASE_LOST);
    if (lost != null) {
      throw new LeaseLostException(String.valueOf(lost.getMessage()));
    }
    TaskOutcome failed = first(result.outcomes(), TaskState.FAILED);
    if (failed != null) {
      return failed(failed, result.outcomes());
    }
    for (TaskOutcome outcome : result.outcomes()) {
      ControlSignal signal = outcome.signal();
      if (signal != null && signal.kind() != ControlSignal.Kind.SUSPENDED) {
        return stopped(signal, result.outcomes());
      }
    }
    if (result.waiting()
        || !result.breakpoints().isEmpty()
        || first(result.outcomes(), TaskState.SUSPENDED) != null) {
      return suspended(result);
    }
    return commitStep(result);
  }

  private static @Nullable TaskOutcome first(List<TaskOutcome> outcomes, TaskState wanted) {
    for (TaskOutcome outcome : outcomes) {
      if (outcome.state() == wanted) {
        return outcome;
      }
    }
    return null;
  }

  private static @Nullable ControlSignal signal(StepRun.Result result, ControlSignal.Kind kind) {
    for (TaskOutcome outcome : result.outcomes()) {
      ControlSignal signal = outcome.signal();
      if (signal != null && signal.kind() == kind) {
        return signal;
      }
    }
    return null;
  }

  // ---- a step that goes on

  private @Nullable RunResult commitStep(StepRun.Result result) {
    try {
      SlotWriter writer = new SlotWriter(recorder == null ? null : run.vault(), run.thread());
      List<Reducer.Change> changes = Reducer.reduce(state, result.outcomes());
      Map<String, Space> changed =
          withoutEnded(writer.apply(state.spaces(), changes), result.outcomes());
      Planner.Plan plan =
          Planner.next(state.withSpaces(changed), result.outcomes(), result.carried());
      LiveState next = plan.state().withSpaces(writer.apply(plan.state().spaces(), plan.entered()));
      save(result.outcomes(), writer.entries(), next, plan.breakpoints());
      step++;
      counted = false;
      state = next;
    } catch (CheckpointStoreException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return failed(culprit(result.outcomes(), e), e, result.outcomes());
    }
    if (run.events().isListening()) {
      run.events().emit(new RunEvent.Values(step, state.root()));
    }
    return null;
  }

  private static TaskOutcome culprit(List<TaskOutcome> outcomes, Throwable e) {
    return outcomes.get(e instanceof CodecException ? 0 : outcomes.size() - 1);
  }

  private RunResult failed(TaskOutcome culprit, Throwable error, List<TaskOutcome> outcomes) {
    return failed(TaskOutcome.failed(culprit.task(), culprit.attempt(), error), outcomes);
  }

  private static Map<String, Space> withoutEnded(
      Map<String, Space> spaces, List<TaskOutcome> outcomes) {
    Map<String, Space> left = spaces;
    for (TaskOutcome outcome : outcomes) {
      if (outcome.task().isSubgraph()) {
        String inner = outcome.task().innerNs();
        Map<String, Space> copy = new java.util.HashMap<>(left);
        copy.keySet().removeIf(ns -> ns.equals(inner) || ns.startsWith(inner + "/"));
        left = copy;
      }
    }
    return left;
  }

  private void save(
      List<TaskOutcome> outcomes,
      List<KeyEntry> entries,
      LiveState next,
      List<LiveTask> breakpoints) {
    if (recorder == null) {
      if (!breakpoints.isEmpty()) {
        throw new NodeFailedException(
            "a node interrupts for a human, but this run has Durability.NONE; run it with Durability.SYNC");
      }
      return;
    }
    Instant now = run.clock().instant();
    List<Question> opened = breakpoints.isEmpty()
        ? List.of()
        : breakpoints.stream().map(task -> StepRun.breakpoint(run, task)).toList();
    List<TaskRecord> finished = briefs(outcomes, now);
    List<TaskId> consumed = ids(outcomes);
    boolean complete = next.frontier().isEmpty() && next.stuck("") == null;
    RunStatus status = complete ? RunStatus.COMPLETED : RunStatus.RUNNING;
    commit(Cause.STEP, status, step + 1, next, entries, finished, opened, consumed, Map.of(), now);
    if (!opened.isEmpty()) {
      run.questions().remember(opened);
      opened.forEach(this::announce);
    }
  }

  /** A step has one task most of the time; these two make no garbage then. */
  private List<TaskRecord> briefs(List<TaskOutcome> outcomes, Instant now) {
    if (outcomes.size() == 1 && !outcomes.get(0).recorded()) {
      TaskOutcome only = outcomes.get(0);
      return List.of(TaskRecords.brief(key(only.task()), only, now));
    }
    List<TaskRecord> finished = new ArrayList<>();
    for (TaskOutcome outcome : outcomes) {
      if (!outcome.recorded()) {
        finished.add(TaskRecords.brief(key(outcome.task()), outcome, now));
      }
    }
    return finished;
  }

  private static List<TaskId> ids(List<TaskOutcome> outcomes) {
    if (outcomes.size() == 1) {
      return List.of(outcomes.get(0).task().id());
    }
    List<TaskId> ids = new ArrayList<>(outcomes.size());
    for (TaskOutcome outcome : outcomes) {
      ids.add(outcome.task().id());
    }
    return ids;
  }

  private TaskKey key(LiveTask task) {
    return new TaskKey(run.thread(), run.branch(), task.id(), run.epoch());
  }

  private void commit(
      Cause cause,
      RunStatus status,
      int number,
      LiveState next,
      List<KeyEntry> entries,
      List<TaskRecord> finished,
      List<Question> opened,
      List<TaskId> consumed,
      Map<String, String> tags,
      Instant now) {
    Recorder out = java.util.Objects.requireNonNull(recorder);
    Observation span = run.observation().child(ObservationKind.CHECKPOINT, "checkpoint");
    try {
      out.commit(
          new Recorder.Commit(
              cause,
              status,
              number,
              next,
              entries,
              finished,
              opened,
              List.of(),
              consumed,
              run.ledger().spent(System.nanoTime()),
              tags,
              now),
          seq -> saved(seq, number, status));
      if (span.isRecording()) {
        span.attribute(ObservedKeys.CHECKPOINT, out.head().seq())
            .attribute(
                ObservedKeys.BYTES,
                entries.stream().mapToLong(e -> e.data().bytes().length).sum());
      }
    } catch (RuntimeException e) {
      span.error(e);
      throw e;
    } finally {
      span.end();
    }
  }

  private void saved(long seq, int number, RunStatus status) {
    if (run.events().isListening()) {
      run.events().emit(new RunEvent.CheckpointSaved(seq, number, status));
    }
  }

  // ---- a step that stops

  private RunResult failed(TaskOutcome failed, List<TaskOutcome> outcomes) {
    Throwable error = java.util.Objects.requireNonNull(failed.error());
    List<TaskOutcome> all = new ArrayList<>(outcomes);
    if (!all.contains(failed)) {
      all.removeIf(o -> o.task().id().equals(failed.task().id()));
      all.add(failed);
    }
    stop(RunStatus.FAILED, all, Map.of("reason", error.getClass().getSimpleName()));
    return new RunResult.Failed(info(), state.root(), error, failed.task().id().toString());
  }

  private RunResult stopped(ControlSignal signal, List<TaskOutcome> outcomes) {
    if (signal.kind() == ControlSignal.Kind.LEASE_LOST) {
      throw new LeaseLostException(String.valueOf(signal.getMessage()));
    }
    boolean budget = signal.kind() == ControlSignal.Kind.OUT_OF_BUDGET;
    stop(
        budget ? RunStatus.OUT_OF_BUDGET : RunStatus.CANCELLED,
        outcomes,
        Map.of("reason", signal.kind().name()));
    String reason = String.valueOf(signal.getMessage());
    return budget
        ? new RunResult.OutOfBudget(info(), state.root(), reason)
        : new RunResult.Cancelled(info(), state.root(), reason);
  }

  private RunResult suspended(StepRun.Result result) {
    stop(RunStatus.SUSPENDED, result.outcomes(), result.breakpoints(), Map.of());
    return waiting();
  }

  private void stop(RunStatus status, List<TaskOutcome> outcomes, Map<String, String> tags) {
    stop(status, outcomes, List.of(), tags);
  }

  private void stop(
      RunStatus status,
      List<TaskOutcome> outcomes,
      List<Question> breakpoints,
      Map<String, String> tags) {
    if (counted) {
      run.ledger().unstep();
      counted = false;
    }
    if (recorder == null) {
      return;
    }
    Instant now = run.clock().instant();
    List<TaskRecord> finished = new ArrayList<>();
    List<Question> opened = new ArrayList<>(breakpoints);
    for (TaskOutcome outcome : outcomes) {
      if (!outcome.recorded()) {
        finished.add(recorder.records().full(key(outcome.task()), outcome, now));
        opened.addAll(outcome.asks());
      }
    }
    List<Question> fresh =
        opened.stream().filter(q -> run.questions().find(q.id()) == null).toList();
    run.questions().remember(fresh);
    commit(Cause.STOP, status, step, state, List.of(), finished, fresh, List.of(), tags, now);
    fresh.forEach(this::announce);
  }

  private void announce(Question question) {
    announce(run, question);
  }

  /** Tells trace and listeners of a new question. */
  static void announce(RunContext run, Question question) {
    if (!Question.isForPeople(question.kind())) {
      if (run.events().isListening()) {
        run.events().emit(new RunEvent.Waiting(run.questions().shownWait(question)));
      }
      return;
    }
    OpenQuestion shown = run.questions().shown(question);
    Observation span = run.observation().child(ObservationKind.INTERRUPT, question.kind());
    span.attribute(ObservedKeys.QUESTION, question.id().value())
        .attribute(ObservedKeys.QUESTION_KIND, question.kind())
        .attribute(ObservedKeys.INPUT, shown.text());
    span.end();
    if (run.events().isListening()) {
      run.events().emit(new RunEvent.Asked(shown));
    }
  }

  private RunInfo info() {
    if (recorder != null) {
      recorder.flush(); // a result tells only what is durable
    }
    long seq = recorder == null ? 0 : recorder.head().seq();
    return new RunInfo(
        run.run(),
        run.thread().threadId(),
        run.branch(),
        run.segment(),
        run.ledger().spent(System.nanoTime()),
        seq,
        run.observation().traceparent());
  }

  static Comparator<TaskOutcome> order() {
    return Comparator.comparing(o -> o.task().id());
  }
}
