package io.harden4j.guard;

import io.harden4j.tool.ToolRef;

/**
 * {@code server.tool}, split at the first dot. In each half {@code *} stands for everything, or at the end for any rest. Nothing else is special and
 * case counts: a tool is never matched because its name is similar.
 */
record ToolPattern(String server, String tool) implements Comparable<ToolPattern> {
  static ToolPattern parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      String name = text.replace(".", "");
      throw new InvalidPolicyException("pattern '" + Visible.escape(text) + "' is not of the form"
          + " server.tool; write \"orders." + Visible.escape(name.isBlank() ? "*" : name)
          + "\" with your server's name, or \"orders.*\" for all of its tools");
    }
    return new ToolPattern(half(text, text.substring(0, dot)), half(text, text.substring(dot + 1)));
  }

  private static String half(String pattern, String half) {
    int star = half.indexOf('*');
    if (star >= 0 && star != half.length() - 1) {
      throw new InvalidPolicyException("pattern '" + Visible.escape(pattern)
          + "' has a * before the end of a name; only \"name\", \"prefix*\" and \"*\" are allowed");
    }
    if (Invisible.in(half) || half.chars().anyMatch(Character::isWhitespace)) {
      throw new InvalidPolicyException("pattern '" + Visible.escape(pattern)
          + "' holds white space or invisible characters; copy the name without them");
    }
    return half;
  }

  /** A server whose own name has a dot cannot be named by a pattern, so none matches it, not even {@code *}. */
  boolean matches(ToolRef ref) {
    return ref.server().indexOf('.') < 0
        && matches(server, ref.server())
        && matches(tool, ref.name());
  }

  private static boolean matches(String half, String name) {
    return half.endsWith("*")
        ? name.startsWith(half.substring(0, half.length() - 1))
        : half.equals(name);
  }

  boolean isExact() {
    return !server.endsWith("*") && !tool.endsWith("*");
  }

  @Override
  public int compareTo(ToolPattern other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return server + "." + tool;
  }
}
