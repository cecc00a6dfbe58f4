package io.harden4j.run;

/**
 * Says whether something the runtime needs works: a store, a model server, an MCP server.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Answers within a few seconds.
 */
public interface HealthCheck {
  /**
   * The state of one thing.
   *
   * @param healthy whether it works
   * @param detail  what was found; if it does not work, what to do next
   */
  record Health(boolean healthy, String detail) {}

  /** Returns the name of what is checked. */
  String name();

  /** Checks it. Does not throw. */
  Health check();
}
