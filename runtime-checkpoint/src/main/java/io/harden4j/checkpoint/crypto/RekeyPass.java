package io.harden4j.checkpoint.crypto;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Heads;
import io.harden4j.checkpoint.internal.Pace;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One walk over the threads of a tenant. Not thread-safe. */
final class RekeyPass {
  /** A listing shows newest first, so a thread that moves on meanwhile may be missed: then it is listed again, but not for ever. */
  private static final int MOST_LISTINGS = 20;

  private final Rekey.Options options;
  private final Pace pace;
  private final String tenant;
  private final Owner owner = Owner.thisProcess("rekey-" + java.util.UUID.randomUUID());
  private final Set<ThreadKey> seen = new HashSet<>();
  private final Set<ThreadKey> busy = new LinkedHashSet<>();
  private final Map<ThreadKey, String> failed = new LinkedHashMap<>();
  private long threads;
  private long payloads;

  RekeyPass(Rekey.Options options, Pace pace, String tenant) {
    this.options = options;
    this.pace = pace;
    this.tenant = tenant;
  }

  RekeyReport run() {
    long before;
    int listings = 0;
    boolean all;
    do {
      before = payloads + busy.size();
      all = Heads.each(
          options.store, CheckpointQuery.heads(tenant), info -> visit(info.ref().thread()));
    } while (all && payloads + busy.size() > before && ++listings < MOST_LISTINGS);
    for (int round = 0; all && round < options.busyRounds && !busy.isEmpty(); round++) {
      all = pace.pause(options.busyPause) && again();
    }
    return report(!all);
  }

  /** Looks at a thread that was not looked at. Returns false if it is to stop. */
  private boolean visit(ThreadKey thread) {
    if (!seen.add(thread)) {
      return true;
    }
    if (!pace.next()) {
      seen.remove(thread);
      return false;
    }
    seal(thread);
    return true;
  }

  private boolean again() {
    for (ThreadKey thread : List.copyOf(busy)) {
      if (!pace.next()) {
        return false;
      }
      seal(thread);
    }
    return true;
  }

  private void seal(ThreadKey thread) {
    try {
      Optional<Lease> lease = options.store.acquire(thread, owner, options.leaseTtl);
      if (lease.isEmpty()) {
        busy.add(thread);
      } else {
        seal(lease.get());
        busy.remove(thread);
        threads++;
      }
    } catch (FencedException e) {
      busy.add(thread);
    } catch (AgentRuntimeException e) {
      busy.remove(thread);
      failed.put(thread, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    options.progress.accept(report(false));
  }

  private void seal(Lease lease) {
    try {
      payloads += options.rekeys.reencrypt(lease, this::renewed);
    } finally {
      options.store.release(lease);
    }
  }

  private Payload renewed(PayloadAddress address, Payload there) {
    String now = options.cipher.keyId(address);
    if (there.keyId().equals(now)) {
      return there;
    }
    byte[] plain = options.cipher.open(address, there.keyId(), there.bytes());
    return new Payload(
        there.codec(), there.schema(), now, options.cipher.seal(address, now, plain));
  }

  private RekeyReport report(boolean stopped) {
    return new RekeyReport(tenant, threads, payloads, List.copyOf(busy), failed, stopped);
  }
}
