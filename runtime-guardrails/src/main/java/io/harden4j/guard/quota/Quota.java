package io.harden4j.guard.quota;

import java.time.Duration;

/**
 * How much of something may be used in a window of time. Windows begin at multiples of their length since 1970, so at the border of two of them twice the limit
 * can be used within one length.
 *
 * @param name   names the counter; changing it starts anew
 * @param scope  who shares the limit
 * @param of     what is counted
 * @param tools  glob of qualified tool names with {@code *} at its end or alone, such as {@code mail.*}
 * @param limit  most in a window
 * @param window its length, 1 s or more
 */
public record Quota(String name, Scope scope, Unit of, String tools, long limit, Duration window) {
  /** Who shares a limit. */
  public enum Scope {
    /** All principals of a tenant. */
    TENANT,
    /** One principal of a tenant. */
    PRINCIPAL
  }

  /** What is counted. */
  public enum Unit {
    /** Calls that are permitted, or asked about. */
    CALLS,
    /** Bytes of the canonical arguments, UTF-8. */
    BYTES_OUT,
    /** Bytes of the results' text, UTF-8. */
    BYTES_IN
  }

  /** Checks the numbers. */
  public Quota {
    if (limit < 0 || window.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("quota '" + name + "' has limit " + limit + " in " + window
          + "; give a limit of 0 or more and a window of 1 s or more");
    }
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException("'" + name + "' is no name of a quota; leave out /");
    }
  }

  boolean covers(String tool) {
    return tools.endsWith("*")
        ? tool.startsWith(tools.substring(0, tools.length() - 1))
        : tool.equals(tools);
  }
}
