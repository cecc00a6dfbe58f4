package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.ThreadKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the indexes used last, up to a bound. Losing one costs time only: it is built anew from the log. Thread-safe. */
final class IndexCache {
  private static final class Kept {
    final ThreadIndex index;
    int weight;

    Kept(ThreadIndex index) {
      this.index = index;
    }
  }

  private final Map<ThreadKey, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
  private final int most;
  private int weight;

  /** Creates a cache of at most {@code most} checkpoints, tasks and questions. */
  IndexCache(int most) {
    this.most = most;
  }

  synchronized ThreadIndex get(ThreadKey thread) {
    return kept.computeIfAbsent(thread, t -> new Kept(new ThreadIndex(t))).index;
  }

  /** Takes note of how large an index has become, and lets go of those not used for longest. */
  synchronized void weigh(ThreadIndex index, int now) {
    Kept k = kept.get(index.thread());
    if (k == null || k.index != index) {
      return;
    }
    weight += now - k.weight;
    k.weight = now;
    Iterator<Kept> eldest = kept.values().iterator();
    while (weight > most && kept.size() > 1) {
      weight -= eldest.next().weight;
      eldest.remove();
    }
  }

  synchronized void drop(ThreadKey thread) {
    Kept k = kept.remove(thread);
    weight -= k == null ? 0 : k.weight;
  }
}
