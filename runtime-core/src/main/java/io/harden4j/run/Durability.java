package io.harden4j.run;

/**
 * When what a run did becomes durable. In every mode but {@link #NONE} the input is durable before a node runs, the intent of a consequential effect before
 * its call and the outcome before the node gets it, and a result is returned only once what it tells is durable. What a crash loses is done again.
 */
public enum Durability {
  /** Each finished task and each step is durable before the next begins. The default. */
  SYNC,
  /**
   * Steps are written behind the run, in order, at most 64 records behind it: what is durable is always a beginning of what happened. A crash loses the last
   * steps and effects without consequences. A failure of the store ends the run at its next step.
   */
  ASYNC,
  /**
   * Steps are written together when the run ends or stops, and before each consequential effect. A crash loses what was done since then; the history has no
   * checkpoint of it.
   */
  EXIT,
  /** Nothing is recorded: no resume, no inbox, no history. For runs that may be lost. */
  NONE
}
