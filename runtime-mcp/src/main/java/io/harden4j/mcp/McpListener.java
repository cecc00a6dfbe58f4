package io.harden4j.mcp;

import io.harden4j.label.Labeled;
import java.util.Optional;

/**
 * Hears what servers tell beside their answers. Every text is the server's own and labelled untrusted; the rate is bounded by {@link McpLimits}.
 *
 * <p><b>Failures.</b> An exception is logged and ignored. <b>Threads.</b> Called by reader threads: return at once.
 */
public interface McpListener {
  /** Hears nothing; the default. */
  McpListener NONE = new McpListener() {};

  /** A call is at work. */
  default void onProgress(Progress progress) {}

  /** A server wrote a log line over the protocol. */
  default void onLog(LogLine line) {}

  /** A resource that was subscribed to has changed. */
  default void onResourceUpdated(String server, Labeled<String> uri) {}

  /**
   * A server's list has changed.
   *
   * @param list {@code tools}, {@code resources} or {@code prompts}
   */
  default void onListChanged(String server, String list) {}

  /**
   * How far a call is.
   *
   * @param server   the server
   * @param tool     the tool, or the method of another call
   * @param progress as the server counts
   * @param total    as the server counts; empty if it does not know
   * @param message  the server's words; may be empty
   */
  record Progress(
      String server,
      String tool,
      double progress,
      Optional<Double> total,
      Labeled<String> message) {}

  /**
   * A log line.
   *
   * @param server the server
   * @param level  RFC 5424 severity in lower case, such as {@code warning}
   * @param logger name the server gives; may be empty
   * @param text   text, or the JSON of what is no text; cut at 2,000 characters
   */
  record LogLine(String server, String level, String logger, Labeled<String> text) {}
}
