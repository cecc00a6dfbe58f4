package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.effect.internal.EffectLog;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Begins a run with fresh input: on a new thread, or on one whose run has ended. */
final class FreshStart {
  private final Frame frame;

  FreshStart(Frame frame) {
    this.frame = frame;
  }

  RunResult ephemeral(List<TaskOutcome.Write> writes) {
    LiveState state = LiveState.empty(frame.graph);
    state = state.withSpaces(new SlotWriter(null, frame.thread)
        .apply(state.spaces(), Reducer.reduce(state, "input", writes)));
    Planner.Plan plan = Planner.start(state, frame.graph.graph(), Label.SYSTEM);
    Observation root = frame.observe(0, "");
    RunContext context = frame.context(0, 0, EffectLog.NONE, Spent.NOTHING, root, false);
    return frame.go(
        new Segment(
            context, null, frame.options.failureMode(), plan.state(), 0, Segment.Recovered.NOTHING),
        root,
        0,
        null);
  }

  RunResult durable(Lease lease, List<TaskOutcome.Write> writes) {
    Observation root = frame.observe(0, frame.options.traceparent());
    return begin(lease, writes, root, root.traceparent()).run();
  }

  /** Commits the input and leaves the thread to a worker. */
  RunInfo submitted(Lease lease, List<TaskOutcome.Write> writes) {
    String traceparent = frame.options.traceparent();
    Begun begun = begin(lease, writes, Observation.NONE, traceparent);
    return new RunInfo(
        frame.run,
        frame.thread.threadId(),
        frame.options.branch(),
        0,
        Spent.NOTHING,
        begun.recorder().head().seq(),
        traceparent);
  }

  /** A run whose input is durable. */
  private record Begun(Frame frame, Segment segment, Observation root, Recorder recorder) {
    RunResult run() {
      return frame.go(segment, root, 0, recorder);
    }
  }

  private Begun begin(
      Lease lease, List<TaskOutcome.Write> writes, Observation root, String traceparent) {
    Optional<StoredState> head = frame.parts.store().head(frame.thread, frame.options.branch());
    head.ifPresent(this::refuseUnfinished);
    LiveState state = head.map(h -> continued(h)).orElseGet(() -> LiveState.empty(frame.graph));
    int epoch = head.map(h -> h.checkpoint().epoch()).orElse(0);
    CheckpointRef at = head.map(h -> h.checkpoint().ref())
        .orElse(CheckpointRef.none(frame.thread, frame.options.branch()));
    Recorder recorder = frame.recorder(
        lease,
        at,
        0,
        epoch,
        Map.of(),
        traceparent,
        Subjects.tags(
            head.map(StoredState::checkpoint).orElse(null), frame.parts.store(), frame.subject()));
    RunContext context = frame.context(0, epoch, recorder, Spent.NOTHING, root, true);
    SlotWriter writer = new SlotWriter(frame.parts.vault(), frame.thread);
    List<Reducer.Change> changes = Reducer.reduce(state, "input", writes);
    changes.addAll(Charter.of(frame.principal, frame.options).changes(state));
    state = state.withSpaces(writer.apply(state.spaces(), changes));
    Planner.Plan plan = Planner.start(state, frame.graph.graph(), Label.SYSTEM);
    LiveState first = plan.state().withSpaces(writer.apply(plan.state().spaces(), plan.entered()));
    recorder.commit(new Recorder.Commit(
        Cause.INPUT,
        RunStatus.RUNNING,
        0,
        first,
        writer.entries(),
        List.of(),
        List.of(),
        head.map(this::unanswered).orElse(List.of()),
        head.map(this::oldTasks).orElse(List.of()),
        Spent.NOTHING,
        Map.of(),
        frame.parts.clock().instant()));
    return new Begun(
        frame,
        new Segment(
            context, recorder, frame.options.failureMode(), first, 0, Segment.Recovered.NOTHING),
        root,
        recorder);
  }

  private void refuseUnfinished(StoredState head) {
    RunStatus status = head.checkpoint().status();
    if (status != RunStatus.COMPLETED && frame.options.busyPolicy() != BusyPolicy.REPLACE) {
      frame.questions.remember(head.questions());
      throw new ThreadSuspendedException(
          frame.thread.threadId(),
          status,
          frame.questions.shown(frame.parts.clock().instant()));
    }
    Unsettled.refuse(head, frame.parts.vault());
  }

  private LiveState continued(StoredState head) {
    Evolutions.requireSame(frame.graph, head.checkpoint(), frame.thread);
    LiveState loaded = new StateLoader(frame.graph, frame.parts.vault(), frame.thread).load(head);
    return new LiveState(
        Map.of("", loaded.root().forNewRun()), List.of(), List.of(), loaded.planned());
  }

  private List<QuestionId> unanswered(StoredState head) {
    Instant now = frame.parts.clock().instant();
    return head.questions().stream()
        .filter(q -> q.isOpen(now))
        .map(Question::id)
        .toList();
  }

  private List<TaskId> oldTasks(StoredState head) {
    return head.checkpoint().frontier().stream().map(PlannedTask::id).toList();
  }
}
