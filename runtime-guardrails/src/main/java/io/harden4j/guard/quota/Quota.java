package io.harden4j.guard.quota;

import io.harden4j.tool.Obligation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * How much of something may be used in a window of time. Windows begin at multiples of their length since 1970, so at the border of two of them twice the limit
 * can be used within one length. A rate is a quota of calls with a short window.
 *
 * <p>A policy that has quotas puts one on each call it covers, as the obligation {@value #OBLIGATION}; {@link QuotaGuard} fulfils it. Where none stands over the
 * policy, nobody understands the obligation, and the call is denied.
 *
 * @param name   names the counter; changing it starts anew
 * @param scope  who shares the limit
 * @param of     what is counted
 * @param tools  glob of qualified tool names with {@code *} at its end or alone, such as {@code mail.*}
 * @param limit  most in a window
 * @param window its length, 1 s or more
 */
public record Quota(String name, Scope scope, Unit of, String tools, long limit, Duration window) {
  /** Name of the obligation by which a policy hands a quota to {@link QuotaGuard}. */
  public static final String OBLIGATION = "quota";

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
    int star = tools.indexOf('*');
    if (tools.isBlank() || (star >= 0 && star != tools.length() - 1)) {
      throw new IllegalArgumentException("quota '" + name + "' covers '" + tools
          + "'; write server.tool, a beginning with * at its end, or * for all tools");
    }
  }

  /** Says whether calls of a tool count. */
  public boolean covers(String tool) {
    return tools.endsWith("*")
        ? tool.startsWith(tools.substring(0, tools.length() - 1))
        : tool.equals(tools);
  }

  /** Returns this quota as a condition of a call. */
  public Obligation obligation() {
    return new Obligation(OBLIGATION, parameters());
  }

  Map<String, String> parameters() {
    return Map.of(
        "name", name,
        "scope", scope.name(),
        "of", of.name(),
        "tools", tools,
        "limit", Long.toString(limit),
        "window", window.toString());
  }

  /** Reads a condition. @throws IllegalArgumentException if it is none: then the call is denied */
  static Quota of(Map<String, String> parameters) {
    try {
      return new Quota(
          parameters.getOrDefault("name", ""),
          Scope.valueOf(parameters.getOrDefault("scope", "")),
          Unit.valueOf(parameters.getOrDefault("of", "")),
          parameters.getOrDefault("tools", ""),
          Long.parseLong(parameters.getOrDefault("limit", "")),
          Duration.parse(parameters.getOrDefault("window", "")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("the obligation " + parameters + " is no quota", e);
    }
  }
}
