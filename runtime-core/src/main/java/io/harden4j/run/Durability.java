package io.harden4j.run;

/** When what a run did becomes durable. */
public enum Durability {
  /** Each finished task and each step is durable before the next begins. The default. */
  SYNC,
  /** Nothing is recorded: no resume, no inbox, no history. For runs that may be lost. */
  NONE
}
