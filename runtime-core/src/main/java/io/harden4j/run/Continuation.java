package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes on with a run: after an answer, a failure, a stop or a crash, and after a change of its graph. */
final class Continuation {
  private final Frame frame;

  Continuation(Frame frame) {
    this.frame = frame;
  }

  RunResult from(Lease lease, StoredState head) {
    Checkpoint c = head.checkpoint();
    boolean migrates = c.graph().version() < frame.graph.graph().version().version();
    Migrator.Migrated migrated =
        migrates ? Migrator.migrate(head, frame.graph, frame.parts.vault()) : Migrator.none(head);
    LiveState state =
        new StateLoader(frame.graph, frame.parts.vault(), frame.thread).load(migrated.stored());
    if (c.status() == RunStatus.COMPLETED) {
      return completed(c, state);
    }
    frame.questions.remember(head.questions());
    frame.questions.alias(migrated.aliases());
    RunResult idle = migrates ? null : idle(lease, head, state);
    if (idle != null) {
      return idle;
    }
    int segment = c.segment() + 1;
    Observation root = frame.observe(
        segment, c.traceparent().isEmpty() ? frame.options.traceparent() : c.traceparent());
    tellAnswers(root, head);
    Recorder recorder = frame.recorder(
        lease,
        c.ref(),
        segment,
        c.epoch(),
        c.versions(),
        root.traceparent(),
        Subjects.tags(c, frame.parts.store(), frame.subject()));
    RunContext context = frame.context(segment, c.epoch(), recorder, spent(head), root, true);
    if (migrates) {
      state = storeMigrated(recorder, migrated, state);
    } else if (c.status() != RunStatus.RUNNING || c.cause() == Cause.FORK) {
      recorder.commit(again(Cause.RESUME, c, state, List.of(), List.of(), List.of()));
    }
    Segment.Recovered left = recovered(migrated.stored());
    return frame.go(
        new Segment(context, recorder, frame.options.failureMode(), state, c.step(), left),
        root,
        segment,
        recorder);
  }

  /** A process that died in a step had spent what its recorded effects cost: a loop of crashes has a budget, too. */
  private Spent spent(StoredState head) {
    Spent known = head.checkpoint().spent();
    Cause cause = head.checkpoint().cause();
    boolean open = cause == Cause.INPUT
        || cause == Cause.STEP; // others follow a stop, which has counted everything
    if (head.checkpoint().status() != RunStatus.RUNNING || !open) {
      return known;
    }
    Spent all = known;
    for (EffectRecord effect : head.effects()) {
      all = RecordedCosts.add(all, effect, frame.parts.vault(), frame.parts.prices());
    }
    return all;
  }

  /** Returns the open questions again if no answer lets anything run; else null. */
  private @Nullable RunResult idle(Lease lease, StoredState head, LiveState state) {
    Checkpoint c = head.checkpoint();
    if (c.status() != RunStatus.SUSPENDED) {
      return null;
    }
    Recorder reading =
        frame.recorder(lease, c.ref(), c.segment(), c.epoch(), c.versions(), "", Map.of());
    RunContext context =
        frame.context(c.segment(), c.epoch(), reading, c.spent(), Observation.NONE, true);
    return new Segment(
            context, reading, frame.options.failureMode(), state, c.step(), recovered(head))
        .idle();
  }

  private RunResult completed(Checkpoint c, LiveState state) {
    return new RunResult.Completed(
        new RunInfo(
            frame.run,
            frame.thread.threadId(),
            frame.options.branch(),
            c.segment(),
            c.spent(),
            c.ref().seq(),
            c.traceparent()),
        state.root());
  }

  private Recorder.Commit again(
      Cause cause,
      Checkpoint c,
      LiveState state,
      List<KeyEntry> entries,
      List<TaskRecord> finished,
      List<QuestionId> closed) {
    return new Recorder.Commit(
        cause,
        RunStatus.RUNNING,
        c.step(),
        state,
        entries,
        finished,
        List.of(),
        closed,
        List.of(),
        c.spent(),
        Map.of(),
        frame.parts.clock().instant());
  }

  private LiveState storeMigrated(Recorder recorder, Migrator.Migrated migrated, LiveState loaded) {
    SlotWriter writer = new SlotWriter(frame.parts.vault(), frame.thread);
    LiveState state =
        loaded.withSpaces(writer.apply(loaded.spaces(), Migrator.changes(migrated, loaded)));
    state = state.withSpaces(
        writer.apply(state.spaces(), Reducer.reduce(state, "migration", migrated.puts())));
    for (EffectRecord effect : migrated.effects()) {
      if (effect.state() == EffectState.INTENT) {
        recorder.begin(effect, null);
      } else {
        recorder.end(effect);
      }
    }
    Set<TaskId> next = new HashSet<>();
    state.frontier().forEach(t -> next.add(t.id()));
    List<QuestionId> closed = migrated.stored().questions().stream()
        .filter(
            q -> !next.contains(q.task().task()) && q.isOpen(frame.parts.clock().instant()))
        .map(Question::id)
        .toList();
    closed.forEach(frame.questions::setAside);
    List<TaskRecord> finished = migrated.stored().tasks().stream()
        .filter(t -> t.state() == TaskState.SUCCEEDED)
        .toList();
    recorder.commit(again(
        Cause.MIGRATION,
        migrated.stored().checkpoint(),
        state,
        writer.entries(),
        finished,
        closed));
    return state;
  }

  private void tellAnswers(Observation root, StoredState head) {
    for (Question q : head.questions()) {
      if (q.answer() != null) {
        root.child(ObservationKind.RESUME, q.kind())
            .attribute(ObservedKeys.QUESTION, q.id().value())
            .attribute(ObservedKeys.QUESTION_KIND, q.kind())
            .attribute(
                ObservedKeys.WAIT_MILLIS,
                Duration.between(q.askedAt(), frame.parts.clock().instant()).toMillis())
            .end();
      }
    }
  }

  private Segment.Recovered recovered(StoredState head) {
    Map<TaskId, TaskRecord> tasks = new HashMap<>();
    head.tasks()
        .forEach(t -> tasks.merge(t.key().task(), t, (a, b) -> a.attempt() >= b.attempt() ? a : b));
    Map<TaskId, List<EffectRecord>> effects = new HashMap<>();
    head.effects()
        .forEach(e -> effects
            .computeIfAbsent(e.key().task().task(), t -> new ArrayList<>())
            .add(e));
    return new Segment.Recovered(tasks, effects);
  }
}
