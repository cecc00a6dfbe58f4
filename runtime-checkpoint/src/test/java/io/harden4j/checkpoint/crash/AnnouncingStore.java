package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.kill.FaultPoints;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names a point before and after each change of a store, and says what the store has promised with each return. */
final class AnnouncingStore implements CheckpointStore {
  private final CheckpointStore store;
  private final FaultPoints faults;
  private final Consumer<String> says;

  AnnouncingStore(CheckpointStore store, FaultPoints faults, Consumer<String> says) {
    this.store = store;
    this.faults = faults;
    this.says = says;
  }

  private <T> T around(String what, Supplier<T> change, Consumer<T> promise) {
    faults.reached("before" + what);
    T result = change.get();
    promise.accept(result);
    faults.reached("after" + what);
    return result;
  }

  private void succeeded(TaskRecord record) {
    if (record.state() == TaskState.SUCCEEDED) {
      says.accept("task " + record.key().task().node());
    }
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    return around("Acquire", () -> store.acquire(thread, owner, ttl), l -> {});
  }

  @Override
  public Optional<Lease> holder(ThreadKey thread) {
    return store.holder(thread);
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return store.renew(lease, ttl);
  }

  @Override
  public void release(Lease lease) {
    around(
        "Release",
        () -> {
          store.release(lease);
          return lease;
        },
        l -> {});
  }

  @Override
  public Optional<StoredState> head(ThreadKey thread, String branch) {
    return store.head(thread, branch);
  }

  @Override
  public Optional<StoredState> get(CheckpointRef ref) {
    return store.get(ref);
  }

  @Override
  public Page<CheckpointInfo> list(CheckpointQuery query) {
    return store.list(query);
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    around(
        "PutTask",
        () -> {
          store.putTask(lease, record);
          return record;
        },
        this::succeeded);
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return around("Intent", () -> store.beginEffect(lease, intent, spends), e -> {});
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    around(
        "Done",
        () -> {
          store.endEffect(lease, outcome);
          return outcome;
        },
        e -> {
          if (e.state() == EffectState.DONE) {
            says.accept("done " + e.key().task().task().node());
          }
        });
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    String what = expectedHead.seq() == 0 ? "Input" : "Commit";
    return around(what, () -> store.commit(lease, expectedHead, commit), ref -> {
      commit.finished().forEach(this::succeeded);
      says.accept("commit " + ref.seq());
    });
  }

  @Override
  public Page<Question> open(InboxQuery query) {
    return store.open(query);
  }

  @Override
  public Optional<Question> question(QuestionId id) {
    return store.question(id);
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return around(
        "Answer", () -> store.answer(id, revision, answer, by), result -> says.accept("answered"));
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return around("Fork", () -> store.fork(lease, from, newBranch), ref -> says.accept("forked"));
  }

  @Override
  public void deleteThread(Lease lease) {
    store.deleteThread(lease);
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return around("Prune", () -> store.prune(lease, policy), r -> {});
  }
}
