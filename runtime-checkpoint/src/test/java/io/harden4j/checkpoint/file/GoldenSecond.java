package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.retention.Retention;
import io.harden4j.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes what the first sample does not have: released, pruned, compacted, deleted and re-encrypted threads, effects seen by older
 * checkpoints, receipts. Run its main method with a directory to make the sample of a new format.
 */
final class GoldenSecond {
  static final ThreadKey PRUNED = new ThreadKey("acme", "pruned");
  static final ThreadKey COMPACTED = new ThreadKey("acme", "compacted");
  static final ThreadKey DELETED = new ThreadKey("acme", "deleted");
  static final ThreadKey REKEYED = new ThreadKey("acme", "rekeyed");
  private static final Owner OWNER =
      new Owner("host-1", 4711, Instant.parse("2026-01-15T09:00:00.123Z"), "worker");

  private GoldenSecond() {}

  /** Writes the sample to the directory it is given. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    MutableClock clock = MutableClock.create();
    write(
        FileCheckpointStore.builder(directory).clock(clock).open(),
        FileCheckpointStore.builder(directory).clock(clock).leastDeadBytes(1).open());
    Retention.builder(
            FileCheckpointStore.builder(directory).clock(clock).open(),
            FileControlStore.open(directory))
        .clock(clock)
        .build()
        .deleteSubject("acme", "customer-7", "dpo", "request 1");
  }

  /** @param tidy a store that rewrites a log as soon as something in it is of no use */
  static void write(CheckpointStore store, CheckpointStore tidy) {
    Lease pruned = fill(store, PRUNED);
    store.prune(pruned, new PrunePolicy(2));
    store.release(pruned);
    Lease compacted = fill(tidy, COMPACTED);
    tidy.prune(compacted, new PrunePolicy(2));
    CheckpointRef head =
        tidy.head(COMPACTED, CheckpointRef.MAIN).orElseThrow().checkpoint().ref();
    tidy.fork(compacted, head, "what-if");
    tidy.release(compacted);
    Lease deleted = fill(store, DELETED);
    store.deleteThread(deleted);
    Lease rekeyed = fill(store, REKEYED);
    ((RekeyStore) store)
        .reencrypt(
            rekeyed, (address, p) -> new Payload(p.codec(), p.schema(), "key-2027", p.bytes()));
  }

  private static Lease fill(CheckpointStore store, ThreadKey thread) {
    Lease lease = store.acquire(thread, OWNER, Duration.ofHours(1)).orElseThrow();
    for (int i = 0; i < 4; i++) {
      Threads.commit(store, lease, "value " + i);
      EffectKey key = new EffectKey(Threads.task(thread), "effect:pay", "d1", 0);
      EffectRecord intent = new EffectRecord(
          key, true, "key-1", EffectState.INTENT, Threads.payload("request"), null);
      store.beginEffect(lease, intent, null);
      store.endEffect(lease, intent.ended(EffectState.FAILED, Threads.payload("no " + i)));
    }
    return lease;
  }
}
