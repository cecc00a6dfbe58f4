package io.harden4j.graph;

import io.harden4j.effect.Retry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one node is run. Used inside {@code builder.node(name, node, n -> n....)}. */
public final class NodeOptions {
  private Retry retry = Retry.NEVER;
  private @Nullable Duration timeout;
  private boolean interruptBefore;
  private boolean interruptAfter;
  private final Set<String> goesTo = new LinkedHashSet<>();

  NodeOptions() {}

  /** Repeats a failed attempt; recorded effects are not done again. Default: never. */
  public NodeOptions retry(Retry policy) {
    retry = policy;
    return this;
  }

  /** Bounds one attempt: then it runs on a worker, is interrupted when its time is over, and abandoned. Default: none. */
  public NodeOptions timeout(Duration most) {
    timeout = most;
    return this;
  }

  /** Stops for a human before the node runs. */
  public NodeOptions interruptBefore() {
    interruptBefore = true;
    return this;
  }

  /** Stops for a human after the node ran and its update was committed. */
  public NodeOptions interruptAfter() {
    interruptAfter = true;
    return this;
  }

  /** Declares nodes that an update of this node may go to or fan out to. */
  public NodeOptions goesTo(String... targets) {
    goesTo.addAll(List.of(targets));
    return this;
  }

  /** Returns the retry policy. */
  public Retry retry() {
    return retry;
  }

  /** Returns the bound of one attempt, or null. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** Says whether a human is asked before. */
  public boolean interruptsBefore() {
    return interruptBefore;
  }

  /** Says whether a human is asked after. */
  public boolean interruptsAfter() {
    return interruptAfter;
  }

  /** Returns declared targets. */
  public Set<String> targets() {
    return goesTo;
  }
}
