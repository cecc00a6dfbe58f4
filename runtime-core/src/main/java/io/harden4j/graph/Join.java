package io.harden4j.graph;

import java.util.Set;

/**
 * A node that waits for several others.
 *
 * @param target  the node that runs once all sources have finished
 * @param sources the nodes it waits for; copied
 */
public record Join(String target, Set<String> sources) {
  /** Copies the set. */
  public Join {
    sources = Set.copyOf(sources);
  }
}
