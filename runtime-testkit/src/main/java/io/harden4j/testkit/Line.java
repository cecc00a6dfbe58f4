package io.harden4j.testkit;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One branch, written the way an engine writes it: each commit builds upon the one before. */
final class Line {
  private final CheckpointStore store;
  private final Lease lease;
  private CheckpointRef head;
  private @Nullable Checkpoint last;

  private Line(CheckpointStore store, Lease lease, CheckpointRef head, @Nullable Checkpoint last) {
    this.store = store;
    this.lease = lease;
    this.head = head;
    this.last = last;
  }

  /** Begins a branch that has no checkpoint yet. */
  static Line fresh(CheckpointStore store, Lease lease, String branch) {
    return new Line(store, lease, CheckpointRef.none(lease.thread(), branch), null);
  }

  /** Goes on from what the branch's head is now. */
  static Line at(CheckpointStore store, Lease lease, String branch) {
    Checkpoint c = store.head(lease.thread(), branch).orElseThrow().checkpoint();
    return new Line(store, lease, c.ref(), c);
  }

  /** Returns a draft upon the head, to be committed by the test itself. */
  Draft draft() {
    return new Draft(head, last);
  }

  CheckpointRef commit(UnaryOperator<Draft> change) {
    StepCommit step = change.apply(draft()).build();
    head = store.commit(lease, head, step);
    last = step.checkpoint().withRef(head);
    return head;
  }

  CheckpointRef commit() {
    return commit(d -> d);
  }

  CheckpointRef head() {
    return head;
  }

  Lease lease() {
    return lease;
  }

  static List<String> values(StoredState state, String key) {
    List<KeyEntry> entries = state.entries().getOrDefault(key, List.of());
    return entries.stream().map(e -> Samples.text(e.data())).toList();
  }

  /** Returns the texts of a key's entries in a checkpoint, oldest first. */
  List<String> values(CheckpointRef ref, String key) {
    return values(store.get(ref).orElseThrow(), key);
  }
}
