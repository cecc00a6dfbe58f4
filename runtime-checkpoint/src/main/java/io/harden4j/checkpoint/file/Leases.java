package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Work;
import io.harden4j.checkpoint.WorkQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may hold a thread. */
final class Leases {
  private final FenceCounter fences;

  Leases(FenceCounter fences) {
    this.fences = fences;
  }

  Optional<Lease> acquire(ThreadTx tx, Owner owner, Duration ttl) throws IOException {
    if (isTaken(tx.index(), owner, tx.now())) {
      return Optional.empty();
    }
    return grant(tx, owner, fences.next(), ttl);
  }

  /** Takes the thread if the head of the branch is still work. */
  Optional<Claim> claim(ThreadTx tx, String branch, Owner owner, Duration ttl, WorkQuery query)
      throws IOException {
    Optional<Work> now = Waits.of(tx.index()).work(tx.index().thread(), query.now()).stream()
        .filter(w -> w.branch().equals(branch) && query.matches(w))
        .findFirst();
    return now.isEmpty()
        ? Optional.empty()
        : acquire(tx, owner, ttl)
            .map(lease -> new Claim(lease, branch, now.get().reason()));
  }

  /** Says whether somebody else may still work on the thread, or the owner itself. */
  static boolean isTaken(ThreadIndex index, Owner owner, Instant now) {
    Lease held = inForce(index, now);
    return held != null && (held.owner().equals(owner) || !held.owner().isDeadHere());
  }

  static @Nullable Lease inForce(ThreadIndex index, Instant now) {
    Lease lease = index.lease();
    return lease != null && now.isBefore(lease.until()) ? lease : null;
  }

  static Optional<Lease> renew(ThreadTx tx, Lease lease, Duration ttl) {
    return tx.isNewest(lease) ? grant(tx, lease.owner(), lease.fence(), ttl) : Optional.empty();
  }

  /** Gives a lease back; of a thread without checkpoints nothing stays. */
  static boolean release(ThreadTx tx, Lease lease) {
    if (tx.isNewest(lease) && tx.index().rows().isEmpty()) {
      tx.become(ThreadTx.Outcome.REMOVE);
    } else if (tx.isNewest(lease)) {
      tx.add(new Item.Released(lease.fence()));
    }
    return tx.isNewest(lease);
  }

  private static Optional<Lease> grant(ThreadTx tx, Owner owner, long fence, Duration ttl) {
    Instant until = Instant.ofEpochMilli(tx.now().plus(ttl).toEpochMilli());
    Lease lease = new Lease(tx.index().thread(), owner, fence, until);
    tx.add(new Item.Held(lease));
    return Optional.of(lease);
  }
}
