package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins segments: takes the thread, checks what is there, makes the first commit, runs, and gives the thread back. */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final Parts parts;
  private final Leasing leasing;
  private final Signals signals;

  Launcher(Parts parts) {
    this.parts = parts;
    this.leasing = new Leasing(parts);
    this.signals = new Signals(parts);
    parts.graphs().beside(graph -> ScheduleGraph.of(graph.name(), this));
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
      return new FreshStart(new Frame(parts, compiled, options, principal, thread, run))
          .ephemeral(writes);
    }
    return leasing.holding(
        thread,
        options,
        lease -> whileMailComes(
            new FreshStart(new Frame(parts, compiled, options, principal, thread, run))
                .durable(lease, writes),
            lease,
            options,
            principal));
  }

  /** Records a run's input and leaves the rest to workers. */
  RunInfo submit(StateGraph graph, Update input, RunOptions options) {
    return submit(graph, input, options, thread -> true).orElseThrow();
  }

  /** Does so if, once it is held, the thread is one to begin on. */
  private Optional<RunInfo> submit(
      StateGraph graph, Update input, RunOptions options, Predicate<ThreadKey> begins) {
    if (options.durability().orElse(parts.durability()) == Durability.NONE) {
      throw new IllegalArgumentException(
          "a submitted run is taken up by a worker, so it must be recorded: use another durability than NONE");
    }
    Principal principal = principal(options);
    parts.active().requireOpen();
    CompiledGraph compiled = parts.graphs().register(graph);
    List<TaskOutcome.Write> writes = inputWrites(compiled, input, Label.user(principal));
    ThreadKey thread = new ThreadKey(principal.tenant().id(), options.threadId());
    Optional<RunInfo> info = leasing.holding(
        thread,
        options,
        lease -> begins.test(thread)
            ? Optional.of(
                new FreshStart(new Frame(parts, compiled, options, principal, thread, newRunId()))
                    .submitted(lease, writes))
            : Optional.empty());
    parts.wakeups().ring();
    return info;
  }

  /** Submits what a schedule is due to start. Returns false if it was started before: its thread is there. */
  boolean startDue(Principal who, ScheduleGraph.Plan plan, Instant due) {
    String threadId = plan.threadId().replace(Schedule.DUE, due.toString());
    ThreadKey thread = new ThreadKey(who.tenant().id(), threadId);
    CompiledGraph target = parts.graphs().newest(plan.graph());
    if (target == null) {
      throw new GraphChangedException(
          "graph '" + plan.graph() + "' is not registered any more; register it");
    }
    if (!isNew(thread)) {
      return false;
    }
    Update input = plan.update(target.graph());
    RunOptions options = RunOptions.thread(threadId).as(who).durability(Durability.SYNC);
    // Between the two looks another worker, that took the schedule for a dead one's, may have
    // started and ended it.
    return submit(target.graph(), input, options, this::isNew).isPresent();
  }

  private boolean isNew(ThreadKey thread) {
    return parts.store().head(thread, CheckpointRef.MAIN).isEmpty();
  }

  /**
   * What came of a claimed thread.
   *
   * @param result how its segment ended
   * @param moved  whether its head is another one now
   */
  record Claimed(RunResult result, boolean moved) {}

  /** Goes on with a claimed thread for whom its run was started, and gives it back. */
  Claimed claimed(Claim claim) {
    try {
      parts.active().requireOpen();
      preflight();
      ThreadKey thread = claim.lease().thread();
      StoredState head = parts
          .store()
          .head(thread, claim.branch())
          .orElseThrow(() -> Leasing.unknown(thread, claim.branch()));
      Optional<Charter> charter = Charter.of(head, parts.vault());
      Principal principal =
          charter.map(c -> c.principal(thread.tenant())).orElse(parts.defaultPrincipal());
      if (principal == null || !principal.tenant().id().equals(thread.tenant())) {
        throw new MissingPrincipalException();
      }
      RunOptions options = RunOptions.of(thread, claim.branch());
      RunResult result = whileMailComes(
          goOn(claim.lease(), options, principal), claim.lease(), options, principal);
      if (Hidden.is(thread.threadId())) {
        parts.store().prune(claim.lease(), new PrunePolicy(1));
      }
      return new Claimed(
          result, result.info().checkpoint() != head.checkpoint().ref().seq());
    } finally {
      parts.store().release(claim.lease());
    }
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
    return leasing.holding(
        thread,
        options,
        lease -> whileMailComes(goOn(lease, options, principal), lease, options, principal));
  }

  private RunResult goOn(Lease lease, RunOptions options, Principal principal) {
    ThreadKey thread = lease.thread();
    StoredState head = parts
        .store()
        .head(thread, options.branch())
        .orElseThrow(() -> Leasing.unknown(thread, options.branch()));
    CompiledGraph compiled =
        Evolutions.graphFor(parts.graphs(), head.checkpoint().graph(), thread);
    RunOptions whole =
        Charter.of(head, parts.vault()).map(c -> c.complete(options)).orElse(options);
    return new Continuation(new Frame(
            parts, compiled, whole, principal, thread, head.checkpoint().run()))
        .from(lease, head);
  }

  /** Goes on while events come that are waited for: one may have been sent after the task looked and before its question was open. */
  private RunResult whileMailComes(
      RunResult first, Lease lease, RunOptions options, Principal principal) {
    RunResult result = first;
    while (result instanceof RunResult.Suspended s
        && s.waits().stream().anyMatch(w -> w.kind() == Wait.Kind.EVENT)
        && signals.wakeThoseWithMail(lease.thread(), options.branch())) {
      result = goOn(lease, options, principal);
    }
    return result;
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
}
