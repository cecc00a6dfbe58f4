package io.harden4j.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a server process sees of the environment: a short list that programs need to run at all, what was named to be inherited, and what was set. Nothing
 * else: the parent's environment holds API keys.
 */
final class ChildEnvironment {
  private static final Set<String> POSIX = Set.of(
      "HOME",
      "LANG",
      "LC_ALL",
      "LC_CTYPE",
      "LOGNAME",
      "PATH",
      "SHELL",
      "TERM",
      "TMPDIR",
      "TZ",
      "USER");
  private static final Set<String> WINDOWS = Set.of(
      "APPDATA",
      "HOMEDRIVE",
      "HOMEPATH",
      "LOCALAPPDATA",
      "PATH",
      "PATHEXT",
      "PROCESSOR_ARCHITECTURE",
      "PROGRAMFILES",
      "SYSTEMDRIVE",
      "SYSTEMROOT",
      "TEMP",
      "TMP",
      "USERNAME",
      "USERPROFILE");

  private ChildEnvironment() {}

  /**
   * Returns the variables of a child.
   *
   * @throws McpUnavailableException if a variable that was named to be inherited is not set: better no server than one without its key
   */
  static Map<String, String> of(StdioServer server, Map<String, String> parent) {
    Map<String, String> child = new LinkedHashMap<>();
    Set<String> allowed = isWindows() ? WINDOWS : POSIX;
    new TreeMap<>(parent).forEach((name, value) -> {
      if (allowed.contains(name.toUpperCase(Locale.ROOT)) && !isShellFunction(value)) {
        child.put(name, value);
      }
    });
    child.putAll(inherited(server, parent));
    child.putAll(server.environment());
    return child;
  }

  private static Map<String, String> inherited(StdioServer server, Map<String, String> parent) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : server.inherited()) {
      String value = parent.get(name);
      if (value == null) {
        missing.add(name);
      } else {
        found.put(name, value);
      }
    }
    if (!missing.isEmpty()) {
      throw new McpUnavailableException(
          server.id(),
          "is to inherit " + missing + ", but this process has no such variable. Set it before"
              + " you start, or give the server a value with env(name, value)");
    }
    return found;
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /** Exported shell functions are code, and were a way in once (CVE-2014-6271). */
  private static boolean isShellFunction(String value) {
    return value.startsWith("()");
  }
}
