package io.harden4j.mcp;

/**
 * What becomes of questions that a server asks the user in the middle of a call. Whatever is chosen: secrets are not asked for by form, addresses are shown
 * and never opened, and the server's words reach a human labelled as the server's.
 */
public sealed interface Elicitation {
  /** Declares no support and refuses; the default. */
  static Elicitation refuse() {
    return new Refuse();
  }

  /** Answers by the application's own code, at once: for a program that a human sits in front of. */
  static Elicitation by(ElicitationHandler handler) {
    return new ByHandler(handler);
  }

  /**
   * Puts the question into the inbox and suspends the run; another process may resume it with the answer. A server of 2026-07-28 is told the answer in a
   * further round of the same call. An older one can be answered only while it waits, in this process: it is told {@code cancel} at once, and its call is made
   * again from the start once the answer is there. What the first call did before it asked stays done. So a tool that is not declared repeatable is called again
   * only if the human, who is told that, accepts; if not, the run gets what the first call said ({@code NOT_ANSWERED}).
   */
  static Elicitation inbox() {
    return new Inbox("");
  }

  /** As {@link #inbox()}, for one role to answer. */
  static Elicitation inbox(String audience) {
    return new Inbox(audience);
  }

  /** Refuses. */
  record Refuse() implements Elicitation {}

  /**
   * Answers by code.
   *
   * @param handler answers
   */
  record ByHandler(ElicitationHandler handler) implements Elicitation {}

  /**
   * Asks in the inbox.
   *
   * @param audience role that may answer, or empty
   */
  record Inbox(String audience) implements Elicitation {}

  /** Says whether servers are told that they may ask. */
  default boolean isSupported() {
    return !(this instanceof Refuse);
  }
}
