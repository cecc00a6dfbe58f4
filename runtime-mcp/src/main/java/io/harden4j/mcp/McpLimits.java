package io.harden4j.mcp;

/**
 * Bounds on everything a server controls. Immutable; each {@code withX} returns a changed copy.
 *
 * @param maxMessageBytes     longest message in bytes; a longer answer fails its own call; default 16 MiB
 * @param maxSkippedBytes     most bytes of one oversized message that are read past before the connection is given up; default 256 MiB
 * @param maxListPages        most pages of one tools/list; default 100
 * @param maxTools            most tools of one server; default 1,000
 * @param maxListBytes        most bytes of all pages together; default 8 MiB
 * @param maxDescriptionChars longest description of a tool, since models read it; a tool with a longer one is withheld; default 16,384
 * @param maxConcurrentCalls  most calls in flight at one server; others wait within their timeout; default 16
 * @param maxNotificationsPerSecond most progress, log and change notices a second that listeners hear; others are dropped; default 200
 * @param maxConnections      most connections to one server where they are not shared; idle ones make room; default 64
 */
public record McpLimits(
    int maxMessageBytes,
    long maxSkippedBytes,
    int maxListPages,
    int maxTools,
    int maxListBytes,
    int maxDescriptionChars,
    int maxConcurrentCalls,
    int maxNotificationsPerSecond,
    int maxConnections) {
  /** The defaults. */
  public static final McpLimits DEFAULT =
      new McpLimits(16 << 20, 256L << 20, 100, 1_000, 8 << 20, 16_384, 16, 200, 64);

  /** Checks that every bound is positive. */
  public McpLimits {
    if (maxMessageBytes < 1024
        || maxSkippedBytes < maxMessageBytes
        || maxListPages < 1
        || maxTools < 1
        || maxListBytes < 1
        || maxDescriptionChars < 1
        || maxConcurrentCalls < 1
        || maxNotificationsPerSecond < 1
        || maxConnections < 1) {
      throw new IllegalArgumentException(
          "every limit must be at least 1, maxMessageBytes at least 1,024 and maxSkippedBytes at least"
              + " maxMessageBytes; start from McpLimits.DEFAULT and change what you need");
    }
  }

  /** Returns these limits with another longest message, in bytes; never more is skipped than 16 times that. */
  public McpLimits withMaxMessageBytes(int bytes) {
    return new McpLimits(
        bytes,
        16L * bytes,
        maxListPages,
        maxTools,
        maxListBytes,
        maxDescriptionChars,
        maxConcurrentCalls,
        maxNotificationsPerSecond,
        maxConnections);
  }

  /** Returns these limits with other bounds on a listing. */
  public McpLimits withListing(int pages, int tools, int bytes) {
    return new McpLimits(
        maxMessageBytes,
        maxSkippedBytes,
        pages,
        tools,
        bytes,
        maxDescriptionChars,
        maxConcurrentCalls,
        maxNotificationsPerSecond,
        maxConnections);
  }

  /** Returns these limits with another longest description, in characters. */
  public McpLimits withMaxDescriptionChars(int chars) {
    return new McpLimits(
        maxMessageBytes,
        maxSkippedBytes,
        maxListPages,
        maxTools,
        maxListBytes,
        chars,
        maxConcurrentCalls,
        maxNotificationsPerSecond,
        maxConnections);
  }

  /** Returns these limits with another number of calls in flight. */
  public McpLimits withMaxConcurrentCalls(int calls) {
    return new McpLimits(
        maxMessageBytes,
        maxSkippedBytes,
        maxListPages,
        maxTools,
        maxListBytes,
        maxDescriptionChars,
        calls,
        maxNotificationsPerSecond,
        maxConnections);
  }

  /** Returns these limits with another rate of notices that listeners hear. */
  public McpLimits withMaxNotificationsPerSecond(int notices) {
    return new McpLimits(
        maxMessageBytes,
        maxSkippedBytes,
        maxListPages,
        maxTools,
        maxListBytes,
        maxDescriptionChars,
        maxConcurrentCalls,
        notices,
        maxConnections);
  }

  /** Returns these limits with another number of connections. */
  public McpLimits withMaxConnections(int connections) {
    return new McpLimits(
        maxMessageBytes,
        maxSkippedBytes,
        maxListPages,
        maxTools,
        maxListBytes,
        maxDescriptionChars,
        maxConcurrentCalls,
        maxNotificationsPerSecond,
        connections);
  }
}
