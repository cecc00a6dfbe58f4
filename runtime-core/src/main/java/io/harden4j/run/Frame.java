package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.internal.BudgetLedger;
import io.harden4j.effect.internal.EffectLog;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What one segment of a run is set in: identity, listeners, questions, and what happens before and after its steps. */
final class Frame {
  final Parts parts;
  final CompiledGraph graph;
  final RunOptions options;
  final Principal principal;
  final ThreadKey thread;
  final RunId run;
  final Questions questions;
  private final Stop stop = new Stop();
  private final EventHub events;

  Frame(
      Parts parts,
      CompiledGraph graph,
      RunOptions options,
      Principal principal,
      ThreadKey thread,
      RunId run) {
    this.parts = parts;
    this.graph = graph;
    this.options = options;
    this.principal = principal;
    this.thread = thread;
    this.run = run;
    this.questions = new Questions(parts.vault(), run);
    this.events = new EventHub(
        options.listener().orElse(null), options.events().orElse(null), parts.workers());
  }

  /** Returns whose data a new thread holds. */
  String subject() {
    return options.subject().orElse(principal.id());
  }

  @SuppressWarnings("ReferenceEquality") // NONE is one object
  Observation observe(int segment, String traceparent) {
    if (parts.observer() == Observer.NONE) {
      return Observation.NONE;
    }
    return parts
        .observer()
        .start(
            new ObservedRun(run, segment, thread, graph.graph().version(), principal, traceparent));
  }

  Recorder recorder(
      Lease lease,
      CheckpointRef head,
      int segment,
      int epoch,
      Map<String, Long> versions,
      String traceparent,
      Map<String, String> tags) {
    return new Recorder(
        log(new SyncLog(parts.store(), lease, head)),
        parts.vault(),
        new Recorder.Header(run, segment, epoch, graph.graph().version(), traceparent, tags),
        versions);
  }

  private StepLog log(SyncLog direct) {
    return switch (options.durability().orElse(parts.durability())) {
      case ASYNC -> new AsyncLog(direct, parts.workers()::start);
      case EXIT -> new ExitLog(direct, parts.vault());
      default -> direct;
    };
  }

  RunContext context(
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
        new Mail(parts),
        parts.clock(),
        root);
  }

  RunResult go(Segment segment, Observation root, int number, @Nullable Recorder recorder) {
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
      if (recorder != null) {
        recorder.close();
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
