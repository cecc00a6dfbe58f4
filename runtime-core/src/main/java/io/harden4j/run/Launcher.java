package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.internal.BudgetLedger;
import io.harden4j.effect.internal.EffectLog;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins segments: takes the thread, checks what is there, makes the first commit, runs, and gives the thread back. */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final Parts parts;
  private final Leasing leasing;

  Launcher(Parts parts) {
    this.parts = parts;
    this.leasing = new Leasing(parts);
  }

  /** Runs a graph with fresh input. */
  RunResult run(StateGraph graph, Update input, RunOptions options) {
    Principal principal = principal(options);
    parts.active().requireOpen();
    CompiledGraph compiled = parts.graphs().register(graph);
    List<TaskOutcome.Write> writes = inputWrites(compiled, input, Label.user(principal));
    preflight();
    ThreadKey thread = new ThreadKey(principal.tenant().id(), options.threadId());
    RunId run = newRunId();
    if (options.durability().orElse(parts.durability()) == Durability.NONE) {
      return new Launch(compiled, options, principal, thread, run).ephemeral(writes);
    }
    return leasing.holding(
        thread,
        options,
        lease -> new Launch(compiled, options, principal, thread, run).fresh(lease, writes));
  }

  /** Goes on with a thread's run. */
  RunResult resume(RunOptions options) {
    Principal principal = principal(options);
    parts.active().requireOpen();
    ThreadKey thread = new ThreadKey(principal.tenant().id(), options.threadId());
    StoredState before = parts
        .store()
        .head(thread, options.branch())
        .orElseThrow(() -> Leasing.unknown(thread, options.branch()));
    Evolutions.graphFor(parts.graphs(), before.checkpoint().graph(), thread);
    preflight();
    return leasing.holding(thread, options, lease -> {
      StoredState head = parts
          .store()
          .head(thread, options.branch())
          .orElseThrow(() -> Leasing.unknown(thread, options.branch()));
      CompiledGraph compiled =
          Evolutions.graphFor(parts.graphs(), head.checkpoint().graph(), thread);
      return new Launch(compiled, options, principal, thread, head.checkpoint().run())
          .resumed(lease, head);
    });
  }

  private Principal principal(RunOptions options) {
    Principal principal = options.principal().orElse(parts.defaultPrincipal());
    if (principal == null) {
      throw new MissingPrincipalException();
    }
    return principal;
  }

  private void preflight() {
    for (Preflight preflight : parts.preflights()) {
      Preflight.Finding finding = preflight.check();
      if (finding.verdict() == Preflight.Verdict.REFUSE) {
        throw new PreflightRefusedException(finding);
      } else if (finding.verdict() == Preflight.Verdict.WARN) {
        LOG.warn("preflight: {}", finding.reason());
      }
    }
  }

  private static RunId newRunId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new RunId("r-" + Long.toHexString(random.nextLong() | Long.MIN_VALUE)
        + Long.toHexString(random.nextLong() | Long.MIN_VALUE));
  }

  static List<TaskOutcome.Write> inputWrites(CompiledGraph graph, Update input, Label label) {
    if (!input.goTo().isEmpty() || !input.spawns().isEmpty()) {
      throw new IllegalArgumentException(
          "an input only writes state; goTo and fanOut belong into nodes");
    }
    List<TaskOutcome.Write> writes = new ArrayList<>();
    for (Update.Write write : input.writes()) {
      Label explicit = write.label();
      writes.add(new TaskOutcome.Write(
          graph.graph().declared(write.key()), write.value(), explicit != null ? explicit : label));
    }
    return writes;
  }

  /** One segment on its way. */
  private final class Launch {
    private final CompiledGraph graph;
    private final RunOptions options;
    private final Principal principal;
    private final ThreadKey thread;
    private final RunId run;
    private final Stop stop = new Stop();
    private final EventHub events;
    private final Questions questions;

    Launch(
        CompiledGraph graph, RunOptions options, Principal principal, ThreadKey thread, RunId run) {
      this.graph = graph;
      this.options = options;
      this.principal = principal;
      this.thread = thread;
      this.run = run;
      this.questions = new Questions(parts.vault(), run);
      this.events = new EventHub(
          options.listener().orElse(null), options.events().orElse(null), parts.workers());
    }

    RunResult ephemeral(List<TaskOutcome.Write> writes) {
      LiveState state = LiveState.empty(graph);
      state = state.withSpaces(new SlotWriter(null, thread)
          .apply(state.spaces(), Reducer.reduce(state, "input", writes)));
      Planner.Plan plan = Planner.start(state, graph.graph(), Label.SYSTEM);
      Observation root = observe(0, "");
      RunContext context = context(0, 0, EffectLog.NONE, Spent.NOTHING, root, false);
      return go(
          new Segment(
              context, null, options.failureMode(), plan.state(), 0, Segment.Recovered.NOTHING),
          root,
          0,
          null);
    }

    RunResult fresh(Lease lease, List<TaskOutcome.Write> writes) {
      Optional<StoredState> head = parts.store().head(thread, options.branch());
      head.ifPresent(this::refuseUnfinished);
      LiveState state = head.map(h -> continued(h)).orElseGet(() -> LiveState.empty(graph));
      int epoch = head.map(h -> h.checkpoint().epoch()).orElse(0);
      CheckpointRef at =
          head.map(h -> h.checkpoint().ref()).orElse(CheckpointRef.none(thread, options.branch()));
      Observation root = observe(0, options.traceparent());
      Recorder recorder = recorder(lease, at, 0, epoch, Map.of(), root);
      RunContext context = context(0, epoch, recorder, Spent.NOTHING, root, true);
      SlotWriter writer = new SlotWriter(parts.vault(), thread);
      state =
          state.withSpaces(writer.apply(state.spaces(), Reducer.reduce(state, "input", writes)));
      Planner.Plan plan = Planner.start(state, graph.graph(), Label.SYSTEM);
      LiveState first =
          plan.state().withSpaces(writer.apply(plan.state().spaces(), plan.entered()));
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
          parts.clock().instant()));
      return go(
          new Segment(
              context, recorder, options.failureMode(), first, 0, Segment.Recovered.NOTHING),
          root,
          0,
          recorder);
    }

    private void refuseUnfinished(StoredState head) {
      RunStatus status = head.checkpoint().status();
      if (status != RunStatus.COMPLETED && options.busyPolicy() != BusyPolicy.REPLACE) {
        questions.remember(head.questions());
        throw new ThreadSuspendedException(
            thread.threadId(),
            status,
            questions.open(parts.clock().instant()).stream()
                .map(questions::shown)
                .toList());
      }
    }

    private LiveState continued(StoredState head) {
      Evolutions.requireSame(graph, head.checkpoint(), thread);
      LiveState loaded = new StateLoader(graph, parts.vault(), thread).load(head);
      return new LiveState(
          Map.of("", loaded.root().forNewRun()), List.of(), List.of(), loaded.planned());
    }

    private List<io.harden4j.checkpoint.QuestionId> unanswered(StoredState head) {
      Instant now = parts.clock().instant();
      return head.questions().stream()
          .filter(q -> q.isOpen(now))
          .map(Question::id)
          .toList();
    }

    private List<TaskId> oldTasks(StoredState head) {
      return head.checkpoint().frontier().stream()
          .map(io.harden4j.checkpoint.PlannedTask::id)
          .toList();
    }

    RunResult resumed(Lease lease, StoredState head) {
      Checkpoint c = head.checkpoint();
      boolean migrates = c.graph().version() < graph.graph().version().version();
      Migrator.Migrated migrated =
          migrates ? Migrator.migrate(head, graph, parts.vault()) : Migrator.none(head);
      LiveState state = new StateLoader(graph, parts.vault(), thread).load(migrated.stored());
      if (c.status() == RunStatus.COMPLETED) {
        return completed(c, state);
      }
      questions.remember(head.questions());
      questions.alias(migrated.aliases());
      RunResult idle = migrates ? null : idle(lease, head, state);
      if (idle != null) {
        return idle;
      }
      int segment = c.segment() + 1;
      Observation root =
          observe(segment, c.traceparent().isEmpty() ? options.traceparent() : c.traceparent());
      tellAnswers(root, head);
      Recorder recorder = recorder(lease, c.ref(), segment, c.epoch(), c.versions(), root);
      RunContext context = context(segment, c.epoch(), recorder, spent(head), root, true);
      if (migrates) {
        state = storeMigrated(recorder, migrated, state);
      } else if (c.status() != RunStatus.RUNNING) {
        recorder.commit(again(Cause.RESUME, c, state, List.of(), List.of(), List.of()));
      }
      Segment.Recovered left = recovered(migrated.stored());
      return go(
          new Segment(context, recorder, options.failureMode(), state, c.step(), left),
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
        all = RecordedCosts.add(all, effect, parts.vault(), parts.prices());
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
          recorder(lease, c.ref(), c.segment(), c.epoch(), c.versions(), Observation.NONE);
      RunContext context =
          context(c.segment(), c.epoch(), reading, c.spent(), Observation.NONE, true);
      return new Segment(context, reading, options.failureMode(), state, c.step(), recovered(head))
          .idle();
    }

    private RunResult completed(Checkpoint c, LiveState state) {
      return new RunResult.Completed(
          new RunInfo(
              run,
              thread.threadId(),
              options.branch(),
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
          parts.clock().instant());
    }

    private LiveState storeMigrated(
        Recorder recorder, Migrator.Migrated migrated, LiveState loaded) {
      SlotWriter writer = new SlotWriter(parts.vault(), thread);
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
          .filter(q -> !next.contains(q.task().task()) && q.isOpen(parts.clock().instant()))
          .map(Question::id)
          .toList();
      closed.forEach(questions::setAside);
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
                  Duration.between(q.askedAt(), parts.clock().instant()).toMillis())
              .end();
        }
      }
    }

    private Segment.Recovered recovered(StoredState head) {
      Map<TaskId, TaskRecord> tasks = new HashMap<>();
      head.tasks()
          .forEach(
              t -> tasks.merge(t.key().task(), t, (a, b) -> a.attempt() >= b.attempt() ? a : b));
      Map<TaskId, List<EffectRecord>> effects = new HashMap<>();
      head.effects()
          .forEach(e -> effects
              .computeIfAbsent(e.key().task().task(), t -> new ArrayList<>())
              .add(e));
      return new Segment.Recovered(tasks, effects);
    }

    @SuppressWarnings("ReferenceEquality") // NONE is one object
    private Observation observe(int segment, String traceparent) {
      if (parts.observer() == Observer.NONE) {
        return Observation.NONE;
      }
      return parts
          .observer()
          .start(new ObservedRun(
              run, segment, thread, graph.graph().version(), principal, traceparent));
    }

    private Recorder recorder(
        Lease lease,
        CheckpointRef head,
        int segment,
        int epoch,
        Map<String, Long> versions,
        Observation root) {
      return new Recorder(
          parts.store(),
          parts.vault(),
          new Recorder.Header(run, segment, epoch, graph.graph().version(), root.traceparent()),
          lease,
          head,
          versions);
    }

    private RunContext context(
        int segment, int epoch, EffectLog log, Spent earlier, Observation root, boolean durable) {
      Budget budget = options.budget().orElse(parts.budget());
      return new RunContext(
          run,
          thread,
          options.branch(),
          epoch,
          segment,
          principal,
          durable,
          parts.vault(),
          log,
          new BudgetLedger(budget, earlier, System.nanoTime()),
          parts.road(),
          parts.gate(),
          parts.tools(),
          parts.prices(),
          parts.modelRetry(),
          parts.workers(),
          events,
          stop,
          questions,
          parts.clock(),
          root);
    }

    private RunResult go(
        Segment segment, Observation root, int number, @Nullable Recorder recorder) {
      ActiveRuns.Entry entry = parts.active().enter(thread, stop);
      LeaseKeeper.Kept kept = recorder == null ? null : parts.leases().keep(recorder, stop);
      Future<?> deadline = null;
      try {
        deadline = options.deadline().map(this::deadline).orElse(null);
        events.emit(new RunEvent.Started(run.value(), thread.threadId(), number));
        RunResult result = segment.run();
        describe(root, result);
        events.emit(new RunEvent.Ended(status(result)));
        return result;
      } catch (FencedException | StaleHeadException e) {
        root.error(e);
        throw new LeaseLostException(String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        root.error(e);
        throw e;
      } finally {
        if (deadline != null) {
          deadline.cancel(false);
        }
        if (kept != null) {
          parts.leases().drop(kept);
        }
        parts.active().leave(entry);
        root.end();
        events.close();
      }
    }

    private Future<?> deadline(Duration after) {
      return parts
          .leases()
          .later(
              () -> stop.now(new ControlSignal(
                  ControlSignal.Kind.CANCELLED, "the deadline of " + after + " is over")),
              after);
    }

    private void describe(Observation root, RunResult result) {
      if (root.isRecording()) {
        root.attribute(
            ObservedKeys.OUTCOME, status(result).name().toLowerCase(java.util.Locale.ROOT));
        if (result.state() instanceof Space space) {
          root.attribute(ObservedKeys.OUTPUT, StateJson.values(space));
        }
        if (result instanceof RunResult.Failed f) {
          root.error(f.error());
        }
      }
    }

    private static RunStatus status(RunResult result) {
      if (result instanceof RunResult.Completed) {
        return RunStatus.COMPLETED;
      } else if (result instanceof RunResult.Suspended) {
        return RunStatus.SUSPENDED;
      } else if (result instanceof RunResult.Failed) {
        return RunStatus.FAILED;
      }
      return result instanceof RunResult.Cancelled ? RunStatus.CANCELLED : RunStatus.OUT_OF_BUDGET;
    }
  }
}
