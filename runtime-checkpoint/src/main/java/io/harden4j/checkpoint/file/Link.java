package io.harden4j.checkpoint.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stored key entry and the one it builds upon. Shared by all checkpoints that see it, and compared by identity. */
final class Link {
  private final Slot slot;
  private final @Nullable Link before;

  /** Creates the link of an entry; {@code before} is null for a snapshot. */
  Link(Slot slot, @Nullable Link before) {
    this.slot = slot;
    this.before = before;
  }

  Slot slot() {
    return slot;
  }

  /** Returns the entries behind {@code known} up to this one, oldest first; from the snapshot on if null. */
  Deque<Link> since(@Nullable Link known) {
    Deque<Link> chain = new ArrayDeque<>();
    for (Link l = this; l != null && l != known; l = l.before) {
      chain.addFirst(l);
    }
    return chain;
  }

  boolean buildsUpon(Link other) {
    Link l = this;
    while (l != null && l != other) {
      l = l.before;
    }
    return l != null;
  }

  /** Returns the bytes of this entry and those it builds upon, as far as they are new to {@code counted}, which takes them up. */
  long bytesNewTo(Set<Link> counted) {
    long sum = 0;
    for (Link l = this; l != null && counted.add(l); l = l.before) {
      sum += l.slot.bytes();
    }
    return sum;
  }
}
