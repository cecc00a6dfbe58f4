package io.harden4j.mcp;

/** Answers what a server asks the user. Called on a thread of its own, one for each open question; an exception counts as a cancellation. */
@FunctionalInterface
public interface ElicitationHandler {
  /** Returns the answer. */
  ElicitationAnswer answer(ElicitationQuestion question);
}
