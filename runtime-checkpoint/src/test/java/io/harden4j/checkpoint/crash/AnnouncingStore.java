package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.ForwardingCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
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
final class AnnouncingStore extends ForwardingCheckpointStore {
  private final FaultPoints faults;
  private final Consumer<String> says;

  AnnouncingStore(CheckpointStore store, FaultPoints faults, Consumer<String> says) {
    super(store);
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
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    return around("Acquire", () -> super.acquire(thread, owner, ttl), l -> {});
  }

  @Override
  public void release(Lease lease) {
    around(
        "Release",
        () -> {
          super.release(lease);
          return lease;
        },
        l -> {});
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    around(
        "PutTask",
        () -> {
          super.putTask(lease, record);
          return record;
        },
        this::succeeded);
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return around("Intent", () -> super.beginEffect(lease, intent, spends), e -> {});
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    around(
        "Done",
        () -> {
          super.endEffect(lease, outcome);
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
    return around(what, () -> super.commit(lease, expectedHead, commit), ref -> {
      commit.finished().forEach(this::succeeded);
      says.accept("commit " + ref.seq());
    });
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return around(
        "Answer", () -> super.answer(id, revision, answer, by), result -> says.accept("answered"));
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return around("Fork", () -> super.fork(lease, from, newBranch), ref -> says.accept("forked"));
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return around("Prune", () -> super.prune(lease, policy), r -> {});
  }
}
