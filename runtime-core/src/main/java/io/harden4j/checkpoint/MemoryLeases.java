package io.harden4j.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The lease of one thread in memory. Not thread-safe: its thread's lock guards it. */
final class MemoryLeases {
  private final ThreadKey thread;
  private final InstantSource clock;
  private final AtomicLong fences;
  private @Nullable Lease newest;
  private long endMillis;

  MemoryLeases(ThreadKey thread, InstantSource clock, AtomicLong fences) {
    this.thread = thread;
    this.clock = clock;
    this.fences = fences;
  }

  @Nullable
  Lease acquire(Owner owner, Duration ttl) {
    Lease held = holder();
    if (held != null && (held.owner().equals(owner) || !held.owner().isDeadHere())) {
      return null;
    }
    return grant(owner, fences.incrementAndGet(), ttl);
  }

  /** Says whether an owner that may be alive holds the thread. */
  boolean isTaken() {
    Lease held = holder();
    return held != null && !held.owner().isDeadHere();
  }

  @Nullable
  Lease holder() {
    return newest != null && clock.millis() < endMillis ? newest : null;
  }

  @Nullable
  Lease renew(Lease lease, Duration ttl) {
    return isNewest(lease) ? grant(lease.owner(), lease.fence(), ttl) : null;
  }

  boolean release(Lease lease) {
    boolean mine = isNewest(lease);
    if (mine) {
      newest = null;
    }
    return mine;
  }

  void check(Lease lease) {
    if (!isNewest(lease) || clock.millis() >= endMillis) {
      throw new FencedException(lease);
    }
  }

  private boolean isNewest(Lease lease) {
    return newest != null && newest.fence() == lease.fence();
  }

  private Lease grant(Owner owner, long fence, Duration ttl) {
    endMillis = clock.millis() + ttl.toMillis();
    newest = new Lease(thread, owner, fence, Instant.ofEpochMilli(endMillis));
    return newest;
  }
}
