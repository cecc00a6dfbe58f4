package io.harden4j.testkit;

import static io.harden4j.checkpoint.TaskState.SUCCEEDED;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.kill.FaultPoints;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run of six steps with two tasks each, written to a store in the order an engine writes: lease, input, intent, call, outcome, record,
 * question, answer, commit, and once a fork and a prune. It goes on from whatever it finds, and says what the store has promised.
 */
final class CrashWorkload {
  static final int STEPS = 6;
  static final int FORK_AT = 3;
  static final int PRUNE_AT = 4;
  static final String BRANCH = "what-if";
  static final ThreadKey THREAD = new ThreadKey("acme", "crash");

  private final CheckpointStore store;
  private final FaultPoints faults;
  private final Consumer<String> world;
  private final Consumer<String> says;

  /** Creates the run; {@code world} executes an effect by its idempotency key, {@code says} hears each promise. */
  CrashWorkload(
      CheckpointStore store, FaultPoints faults, Consumer<String> world, Consumer<String> says) {
    this.store = store;
    this.faults = faults;
    this.world = world;
    this.says = says;
  }

  /** Runs to the end, from the start or from where the thread is. */
  void run(Owner owner) {
    Lease lease = store
        .acquire(THREAD, owner, Samples.TTL)
        .orElseThrow(() -> new IllegalStateException("the thread of a dead owner is not free"));
    faults.reached("afterLease");
    if (store.head(THREAD, CheckpointRef.MAIN).isEmpty()) {
      Line.fresh(store, lease, CheckpointRef.MAIN)
          .commit(d -> d.value("count", "0")
              .value("list", "0")
              .frontier(frontier(0))
              .status(Cause.INPUT, RunStatus.RUNNING));
      promised("commit 0", "afterInput");
    }
    while (state().checkpoint().status() != RunStatus.COMPLETED) {
      step(lease, state());
    }
    store.release(lease);
    promised("completed", "afterRelease");
  }

  private void step(Lease lease, StoredState state) {
    int step = state.checkpoint().step();
    if (step == FORK_AT && store.head(THREAD, BRANCH).isEmpty()) {
      store.fork(lease, state.checkpoint().ref(), BRANCH);
      promised("forked", "afterFork");
    }
    if (step == PRUNE_AT) {
      store.prune(lease, new PrunePolicy(2));
      promised("pruned", "afterPrune");
    }
    if (state.tasks().stream().noneMatch(r -> isOf(r, "a") && r.state() == SUCCEEDED)) {
      TaskRecord a = runTask(lease, state, "a");
      faults.reached("beforePutTask");
      store.putTask(lease, a);
      promised("task " + step, "afterPutTask");
    }
    TaskRecord b = runTask(lease, state, "b");
    faults.reached("beforeCommit");
    commit(lease, state.checkpoint(), b);
    promised("commit " + (step + 1), "afterCommit");
  }

  private void commit(Lease lease, Checkpoint before, TaskRecord last) {
    int next = before.step() + 1;
    boolean over = next == STEPS;
    Line.at(store, lease, CheckpointRef.MAIN)
        .commit(d -> d.value("count", "" + next)
            .delta("list", "" + next)
            .finished(last)
            .consumes(before.frontier().get(0).id())
            .frontier(over ? List.of() : frontier(next))
            .status(Cause.STEP, over ? RunStatus.COMPLETED : RunStatus.RUNNING));
  }

  private TaskRecord runTask(Lease lease, StoredState state, String node) {
    TaskKey task = taskKey(state.checkpoint().step(), node);
    int attempt = 1 + attemptsOf(state, node);
    faults.reached("beforeTask");
    if (node.equals("a") && task.task().visit() % 2 == 0) {
      attempt = ask(lease, task, attempt);
    }
    effect(lease, state, task);
    return Samples.record(task, attempt, SUCCEEDED);
  }

  private int ask(Lease lease, TaskKey task, int attempt) {
    QuestionId id = questionId(task.task().visit());
    int next = attempt;
    if (store.question(id).isEmpty()) {
      store.putTask(lease, Samples.suspended(task, attempt, Samples.question(task, id.value())));
      promised("asked " + id.value(), "afterAsk");
      next = attempt + 1;
    }
    Question q = store.question(id).orElseThrow();
    if (q.answer() == null) {
      store.answer(id, q.revision(), Samples.payload("yes"), "human");
      promised("answered " + id.value(), "afterAnswer");
    }
    return next;
  }

  private void effect(Lease lease, StoredState state, TaskKey task) {
    EffectKey key = Samples.effectKey(task, "effect");
    if (state.effects().stream()
        .anyMatch(e -> e.key().equals(key) && e.state() == EffectState.DONE)) {
      return;
    }
    EffectRecord intent = new EffectRecord(
        key, true, idempotencyKey(key), EffectState.INTENT, Samples.payload("request"), null);
    faults.reached("beforeIntent");
    store.beginEffect(lease, intent, null);
    promised("intent " + intent.idempotencyKey(), "afterIntent");
    world.accept(intent.idempotencyKey());
    faults.reached("afterCall");
    store.endEffect(lease, intent.ended(EffectState.DONE, Samples.payload("result")));
    promised("done " + intent.idempotencyKey(), "afterDone");
  }

  private void promised(String what, String point) {
    says.accept(what);
    faults.reached(point);
  }

  private StoredState state() {
    return store.head(THREAD, CheckpointRef.MAIN).orElseThrow();
  }

  private static int attemptsOf(StoredState state, String node) {
    return state.tasks().stream()
        .filter(r -> isOf(r, node))
        .mapToInt(TaskRecord::attempt)
        .max()
        .orElse(0);
  }

  private static boolean isOf(TaskRecord record, String node) {
    return record.key().task().node().equals(node);
  }

  private static List<PlannedTask> frontier(int step) {
    return List.of(
        new PlannedTask(taskKey(step, "a").task(), null, null),
        new PlannedTask(taskKey(step, "b").task(), null, null));
  }

  static TaskKey taskKey(int step, String node) {
    return new TaskKey(THREAD, CheckpointRef.MAIN, new TaskId("", node, "", step), 0);
  }

  static QuestionId questionId(int step) {
    return new QuestionId(THREAD.tenant(), "question-" + step);
  }

  static String idempotencyKey(EffectKey key) {
    return key.task().task().node() + key.task().task().visit();
  }
}
