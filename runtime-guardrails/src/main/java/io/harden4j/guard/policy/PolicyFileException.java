package io.harden4j.guard.policy;

import io.harden4j.AgentRuntimeException;
import org.jspecify.annotations.Nullable;

/** A policy file that is refused. The policy in force stays as it was. */
public final class PolicyFileException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** Nothing is in it. */
    EMPTY,
    /** It is larger than {@link PolicyFile#MAX_CHARACTERS}. */
    TOO_LARGE,
    /** It does not end as a policy does: it may be half written. */
    HALF_WRITTEN,
    /** It is no YAML document, or uses what policies do not: anchors, aliases, tags, a key twice. */
    SYNTAX,
    /** A field is unknown, missing or of another type. */
    FIELD,
    /** It is readable and says something it cannot mean. */
    MEANING
  }

  private final Kind kind;
  private final int line;

  PolicyFileException(Kind kind, int line, String message, @Nullable Throwable cause) {
    super((line > 0 ? "line " + line + ": " : "") + message, cause);
    this.kind = kind;
    this.line = line;
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns the line, 1 first; 0 if it is about the whole file. */
  public int line() {
    return line;
  }
}
