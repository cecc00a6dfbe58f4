package io.harden4j.observe;

import java.time.Duration;
import java.util.Map;

/**
 * Receives how long things took that are no part of one run, such as a session with a server that many runs share. A telemetry adapter makes a metric of each
 * name.
 *
 * <p><b>Failures.</b> An exception is logged and ignored. <b>Thread safety.</b> Safe for concurrent use; returns at once.
 */
@FunctionalInterface
public interface Durations {
  /** Tells nobody; the default. */
  Durations NONE = (name, took, attributes) -> {};

  /**
   * Tells of one that ended.
   *
   * @param name       of the metric
   * @param took       how long it was
   * @param attributes few values each: never an id of a run, a thread, a user or a session
   */
  void took(String name, Duration took, Map<String, String> attributes);
}
