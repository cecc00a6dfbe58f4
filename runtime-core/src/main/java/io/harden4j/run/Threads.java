package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Ids;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does with threads: list, look, compare, edit, fork, roll back, copy, cancel, delete. Every call is for a principal and sees only the threads of its tenant; a
 * thread of another tenant is not found. Thread-safe.
 */
public final class Threads {
  private final Parts parts;
  private final Leasing leasing;

  Threads(Parts parts) {
    this.parts = parts;
    this.leasing = new Leasing(parts);
  }

  /** Lists the heads of the tenant's threads with any of these statuses (none: all), newest first, at most 100. */
  public List<CheckpointInfo> list(Principal who, RunStatus... statuses) {
    return parts
        .store()
        .list(CheckpointQuery.heads(who.tenant().id()).withStatus(statuses))
        .items()
        .stream()
        .filter(c -> !Hidden.is(c.ref().thread().threadId()))
        .toList();
  }

  /** Lists checkpoints by a query; its tenant must be the principal's. */
  public Page<CheckpointInfo> list(Principal who, CheckpointQuery query) {
    if (!query.tenant().equals(who.tenant().id())) {
      return new Page<>(List.of(), null);
    }
    Page<CheckpointInfo> page = parts.store().list(query);
    return new Page<>(
        page.items().stream()
            .filter(c -> !Hidden.is(c.ref().thread().threadId()))
            .toList(),
        page.next());
  }

  /** Returns the history of a thread over all branches, newest first, at most 100. @throws UnknownThreadException if there is none */
  public List<CheckpointInfo> history(Principal who, String threadId) {
    List<CheckpointInfo> all =
        parts.store().list(CheckpointQuery.thread(key(who, threadId))).items();
    if (all.isEmpty()) {
      throw Leasing.unknown(key(who, threadId), CheckpointRef.MAIN);
    }
    return all;
  }

  /** Returns the state of a thread's main branch. @throws UnknownThreadException if there is none */
  public ThreadState state(Principal who, String threadId) {
    return state(who, threadId, CheckpointRef.MAIN);
  }

  /** Returns the state of a branch. @throws UnknownThreadException if there is none */
  public ThreadState state(Principal who, String threadId, String branch) {
    return shown(head(key(who, threadId), branch));
  }

  /** Returns the state at a checkpoint of the history. @throws UnknownThreadException if there is none */
  public ThreadState stateAt(Principal who, CheckpointRef ref) {
    return shown(at(who, ref));
  }

  private StoredState head(ThreadKey thread, String branch) {
    return parts.store().head(thread, branch).orElseThrow(() -> Leasing.unknown(thread, branch));
  }

  private static ThreadKey key(Principal who, String threadId) {
    return new ThreadKey(who.tenant().id(), Ids.require("threadId", threadId));
  }

  private ThreadState shown(StoredState stored) {
    Checkpoint c = stored.checkpoint();
    ThreadKey thread = c.ref().thread();
    CompiledGraph graph = Evolutions.graphFor(parts.graphs(), c.graph(), thread);
    boolean migrates = c.graph().version() < graph.graph().version().version();
    StoredState fitting =
        migrates ? Migrator.migrate(stored, graph, parts.vault()).stored() : stored;
    LiveState state = new StateLoader(graph, parts.vault(), thread).load(fitting);
    Questions questions = new Questions(parts.vault(), c.run());
    questions.remember(stored.questions());
    return new ThreadState(
        CheckpointInfo.of(c),
        state.root(),
        c.frontier().stream().map(t -> t.id().toString()).toList(),
        questions.shown(parts.clock().instant()),
        questions.waits(parts.clock().instant()));
  }

  /** Edits the state of a thread's main branch. See {@link #edit(Principal, String, String, String, Update)}. */
  public CheckpointRef edit(Principal who, String threadId, Update update) {
    return edit(who, threadId, CheckpointRef.MAIN, null, update);
  }

  /**
   * Edits the state of a thread that is not running: a new checkpoint, with a new epoch. Effects of the tasks that run next are new, so changed arguments run
   * anew; their open questions are withdrawn and asked again. Tasks of the step that have finished keep their results.
   *
   * @param asNode null to keep the tasks that run next; or a node of the root graph: then it counts as finished, and what follows it runs next
   * @param update what to write; the editor becomes the origin of the values
   * @return the new checkpoint
   * @throws ThreadBusyException if somebody is running it
   * @throws UnsettledOutcomeException if an effect of it may or may not have happened and nobody has said which
   */
  public CheckpointRef edit(
      Principal who, String threadId, String branch, @Nullable String asNode, Update update) {
    ThreadKey thread = key(who, threadId);
    head(thread, branch);
    return leasing.holding(
        thread, lease -> new Edit(thread, lease, head(thread, branch), who).apply(asNode, update));
  }

  /**
   * Starts a branch at a checkpoint. Resume it with {@code RunOptions.thread(...).branch(newBranch)}.
   *
   * @return the first checkpoint of the branch
   */
  public CheckpointRef fork(Principal who, CheckpointRef from, String newBranch, ForkMode mode) {
    ThreadKey thread = key(who, from.thread().threadId());
    Ids.require("branch", newBranch);
    CheckpointRef own = new CheckpointRef(thread, from.branch(), from.seq());
    if (parts.store().get(own).isEmpty()) {
      throw Leasing.unknown(thread, from.branch());
    }
    return leasing.holding(thread, lease -> {
      CheckpointRef first = parts.store().fork(lease, own, newBranch);
      return mode == ForkMode.REUSE_EFFECTS
          ? first
          : new Edit(thread, lease, head(thread, newBranch), who).apply(null, Update.none());
    });
  }

  /**
   * Goes back to an old state of a branch: a new checkpoint with a copy of it becomes the head, with a new epoch; the history between stays. Nothing that was
   * done outside is undone, effects of the tasks that run next are new, and what was spent stays spent. Resume it to go on from there.
   *
   * @param to a checkpoint of the history, on the branch that is to go back
   * @return the new checkpoint
   * @throws UnknownThreadException if there is no such checkpoint
   * @throws ThreadBusyException if somebody is running the thread
   * @throws UnsettledOutcomeException if an effect of it may or may not have happened and nobody has said which
   * @throws GraphChangedException if the checkpoint was made by another version of the graph
   */
  public CheckpointRef rollback(Principal who, CheckpointRef to) {
    StoredState old = at(who, to);
    ThreadKey thread = old.checkpoint().ref().thread();
    return leasing.holding(thread, lease -> {
      StoredState head = head(thread, to.branch());
      Unsettled.refuse(head, parts.vault());
      return new TimeTravel(parts).rollback(lease, head, old, who);
    });
  }

  /**
   * Says what differs between the states of two checkpoints of the tenant, of one thread or of two. Values of secret keys are not shown, only that they
   * differ. @throws UnknownThreadException if there is no such checkpoint
   */
  public StateDiff diff(Principal who, CheckpointRef a, CheckpointRef b) {
    return new TimeTravel(parts).diff(at(who, a), at(who, b));
  }

  /**
   * Copies a state to a thread of its own: everything is opened and sealed anew for its new place. Of a head, the recorded effects and finished tasks of the
   * step go along and are not done again; questions are asked again, events that wait stay with the original. Resume the copy to go on with it.
   *
   * @param from     any checkpoint of the tenant
   * @param toThread id of a thread that does not exist
   * @return the first checkpoint of the copy
   * @throws UnknownThreadException if there is no such checkpoint
   * @throws io.harden4j.checkpoint.CheckpointStoreException if the target exists
   */
  public CheckpointRef copy(Principal who, CheckpointRef from, String toThread) {
    StoredState source = at(who, from);
    return leasing.holding(
        key(who, toThread), lease -> new TimeTravel(parts).copy(lease, source, who));
  }

  private StoredState at(Principal who, CheckpointRef ref) {
    ThreadKey thread = key(who, ref.thread().threadId());
    return parts
        .store()
        .get(new CheckpointRef(thread, ref.branch(), ref.seq()))
        .orElseThrow(() -> Leasing.unknown(thread, ref.branch()));
  }

  /**
   * Cancels a thread's run: at once if this runtime is running it, else by a checkpoint that withdraws its questions, timers and waits. It can be resumed.
   *
   * @throws ThreadBusyException if another process is running it
   */
  public void cancel(Principal who, String threadId, String reason) {
    ThreadKey thread = key(who, threadId);
    head(thread, CheckpointRef.MAIN);
    if (!parts.active().cancel(thread, reason)) {
      leasing.holding(thread, lease -> {
        StoredState head = head(thread, CheckpointRef.MAIN);
        if (head.checkpoint().status() != RunStatus.COMPLETED) {
          new Edit(thread, lease, head, who).cancel(reason);
        }
        return true;
      });
    }
  }

  /** Deletes a thread with all its branches. @throws UnknownThreadException if there is none */
  public void delete(Principal who, String threadId) {
    ThreadKey thread = key(who, threadId);
    history(who, threadId);
    leasing.holding(thread, lease -> {
      parts.store().deleteThread(lease);
      return true;
    });
    new Mail(parts).delete(thread);
  }

  /** One change by hand. */
  private final class Edit {
    private final ThreadKey thread;
    private final Lease lease;
    private final StoredState head;
    private final Principal who;
    private final CompiledGraph graph;

    Edit(ThreadKey thread, Lease lease, StoredState head, Principal who) {
      this.thread = thread;
      this.lease = lease;
      this.head = head;
      this.who = who;
      this.graph = Evolutions.graphFor(parts.graphs(), head.checkpoint().graph(), thread);
      if (!graph.graph().version().equals(head.checkpoint().graph())) {
        throw new GraphChangedException(
            "thread '" + thread.threadId() + "' was paused in an older version of graph '"
                + graph.graph() + "'; resume it once to migrate it, then edit it");
      }
    }

    CheckpointRef apply(@Nullable String asNode, Update update) {
      Unsettled.refuse(head, parts.vault());
      Checkpoint c = head.checkpoint();
      LiveState state = new StateLoader(graph, parts.vault(), thread).load(head);
      SlotWriter writer = new SlotWriter(parts.vault(), thread);
      List<TaskOutcome.Write> writes = Launcher.inputWrites(graph, update, Label.user(who));
      state = state.withSpaces(writer.apply(state.spaces(), Reducer.reduce(state, "edit", writes)));
      if (asNode != null) {
        state = behind(asNode, state, writer);
      }
      RunStatus status = state.frontier().isEmpty()
          ? RunStatus.COMPLETED
          : c.status() == RunStatus.COMPLETED || c.status() == RunStatus.RUNNING
              ? RunStatus.CANCELLED
              : c.status();
      Recorder recorder = recorder(c.epoch() + 1);
      recorder.commit(new Recorder.Commit(
          Cause.EDIT,
          status,
          c.step(),
          state,
          writer.entries(),
          kept(state, c.epoch() + 1),
          List.of(),
          open(),
          oldTasks(),
          c.spent(),
          Map.of("by", who.id()),
          parts.clock().instant()));
      return recorder.head();
    }

    /** Plans what follows a node as if it had finished; what it had begun, inside a subgraph too, is dropped. */
    private LiveState behind(String asNode, LiveState state, SlotWriter writer) {
      List<LiveTask> ended = state.frontier().stream()
          .filter(t -> t.id().ns().isEmpty() && t.id().node().equals(asNode))
          .toList();
      Map<String, Space> spaces = state.copyOfSpaces();
      List<LiveTask> others = new ArrayList<>(state.frontier());
      others.removeAll(ended);
      for (LiveTask task : ended) {
        others.removeIf(t -> task.isSubgraph() && t.isInside(task.innerNs()));
        spaces
            .keySet()
            .removeIf(ns -> ns.equals(task.innerNs()) || ns.startsWith(task.innerNs() + "/"));
      }
      LiveTask as = new LiveTask(
          new TaskId("", asNode, "", state.planned()), graph.node(asNode), null, Label.user(who));
      Planner.Plan plan = Planner.next(
          state.withSpaces(spaces),
          List.of(TaskOutcome.succeeded(as, 1, List.of(), List.of(), Label.user(who))),
          others);
      return plan.state().withSpaces(writer.apply(plan.state().spaces(), plan.entered()));
    }

    void cancel(String reason) {
      Checkpoint c = head.checkpoint();
      LiveState state = new StateLoader(graph, parts.vault(), thread).load(head);
      recorder(c.epoch())
          .commit(new Recorder.Commit(
              Cause.STOP,
              RunStatus.CANCELLED,
              c.step(),
              state,
              List.of(),
              List.of(),
              List.of(),
              open(),
              List.of(),
              c.spent(),
              Map.of("reason", reason, "by", who.id()),
              parts.clock().instant()));
    }

    private Recorder recorder(int epoch) {
      Checkpoint c = head.checkpoint();
      return new Recorder(
          parts.store(),
          parts.vault(),
          new Recorder.Header(
              c.run(),
              c.segment(),
              epoch,
              graph.graph().version(),
              c.traceparent(),
              Subjects.tags(c, parts.store(), null)),
          lease,
          c.ref(),
          c.versions());
    }

    /** Finished tasks of the step keep their results under the new epoch: an edit does not do their effects again. */
    private List<TaskRecord> kept(LiveState state, int epoch) {
      Set<TaskId> still = new HashSet<>();
      state.frontier().forEach(t -> still.add(t.id()));
      List<TaskRecord> kept = new ArrayList<>();
      TaskRecords records = new TaskRecords(parts.vault());
      for (TaskRecord record : head.tasks()) {
        TaskId task = record.key().task();
        if (record.state() == TaskState.SUCCEEDED && still.contains(task)) {
          LiveTask live = state.frontier().stream()
              .filter(t -> t.id().equals(task))
              .findFirst()
              .orElseThrow();
          TaskOutcome outcome =
              records.read(live, record, state.space(task.ns()).graph());
          kept.add(records.full(
              new TaskKey(thread, head.checkpoint().ref().branch(), task, epoch),
              outcome,
              record.at()));
        }
      }
      return kept;
    }

    private List<QuestionId> open() {
      Instant now = parts.clock().instant();
      return head.questions().stream()
          .filter(q -> q.isOpen(now))
          .map(Question::id)
          .toList();
    }

    private List<TaskId> oldTasks() {
      return head.checkpoint().frontier().stream().map(PlannedTask::id).toList();
    }
  }
}
