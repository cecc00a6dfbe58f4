package io.harden4j.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key entries a checkpoint sees: for each key the newest entry, chained to those it builds upon. Immutable: checkpoints of all branches
 * share what they have in common, so a delta is seen by descendants only.
 */
final class MemoryKeys {
  static final MemoryKeys NONE = new MemoryKeys(Map.of());

  private record Link(KeyEntry entry, @Nullable Link before) {}

  private final Map<String, Link> newest;

  private MemoryKeys(Map<String, Link> newest) {
    this.newest = newest;
  }

  /** Returns these keys with {@code added}, without the keys that have no version. */
  MemoryKeys with(List<KeyEntry> added, Map<String, Long> versions) {
    if (added.isEmpty() && versions.size() == newest.size()) {
      return this;
    }
    Map<String, Link> next = new HashMap<>(newest);
    for (KeyEntry e : added) {
      String name = e.name();
      next.put(name, new Link(e, e.kind() == KeyEntry.Kind.DELTA ? next.get(name) : null));
    }
    if (next.size() != versions.size()) {
      next.keySet().retainAll(versions.keySet());
    }
    if (next.size() != versions.size()) {
      throw new IllegalArgumentException("the checkpoint names versions of " + versions.keySet()
          + " but has entries of " + next.keySet() + " only");
    }
    return new MemoryKeys(next);
  }

  /** Returns for each key its nearest snapshot and the deltas after it, oldest first. */
  Map<String, List<KeyEntry>> entries() {
    Map<String, List<KeyEntry>> all = new HashMap<>(newest.size() * 2);
    newest.forEach((name, link) -> all.put(name, oldestFirst(link)));
    return all;
  }

  /** Makes the same keys of changed entries. Chains that were shared are shared again: one renewal is for all keys of a thread. */
  static final class Renewal {
    private final Reencryption change;
    private final IdentityHashMap<Link, Link> done = new IdentityHashMap<>();

    Renewal(Reencryption change) {
      this.change = change;
    }

    MemoryKeys of(MemoryKeys keys) {
      Map<String, Link> next = new HashMap<>(keys.newest);
      next.replaceAll((name, link) -> renewed(link));
      return new MemoryKeys(next);
    }

    private Link renewed(Link newest) {
      ArrayDeque<Link> open = new ArrayDeque<>();
      Link l = newest;
      while (l != null && !done.containsKey(l)) {
        open.push(l);
        l = l.before();
      }
      Link below = l == null ? null : done.get(l);
      for (Link link : open) {
        below = new Link(change.entry(link.entry()), below);
        done.put(link, below);
      }
      return Objects.requireNonNull(below);
    }
  }

  private static List<KeyEntry> oldestFirst(Link newest) {
    if (newest.before() == null) {
      return List.of(newest.entry());
    }
    ArrayDeque<KeyEntry> chain = new ArrayDeque<>();
    for (Link l = newest; l != null; l = l.before()) {
      chain.addFirst(l.entry());
    }
    return new ArrayList<>(chain);
  }
}
