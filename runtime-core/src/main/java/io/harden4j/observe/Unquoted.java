package io.harden4j.observe;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception in a log: its types and where it came from, without its messages. What foreign code writes into a message often quotes what it was
 * handed, which may be secret. Immutable.
 */
public final class Unquoted extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 8;

  private Unquoted(Throwable of, @Nullable Throwable cause) {
    super(of.getClass().getName() + " (its message is left out)", cause, false, true);
    setStackTrace(of.getStackTrace());
  }

  /** Returns what stands for an exception and its causes. */
  public static Unquoted of(Throwable error) {
    return of(error, 0);
  }

  private static Unquoted of(Throwable error, int depth) {
    Throwable cause = error.getCause();
    return new Unquoted(error, cause == null || depth > DEEPEST ? null : of(cause, depth + 1));
  }
}
