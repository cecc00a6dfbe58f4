package io.harden4j.graph;

/**
 * A step of a graph: plain blocking Java. Between effects it only computes from what it read; it keeps no state in fields; clock, random numbers and
 * ids come from the context. Called from any thread, and again from its first line after an interrupt or a crash: recorded effects then return their results.
 */
@FunctionalInterface
public interface Node {
  /** Does the node's work and says what changes. @throws Exception whatever went wrong; the task is recorded as failed and can be retried */
  Update run(NodeContext ctx) throws Exception;
}
