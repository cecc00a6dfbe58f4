package io.harden4j.checkpoint;

/**
 * Why a task failed. Stored as it is, never sealed.
 *
 * @param type    simple name of the exception
 * @param message its message, at most 2,000 characters; empty where a cipher is configured
 */
public record Failure(String type, String message) {
  private static final int LIMIT = 2_000;

  /** Cuts long messages. */
  public Failure {
    message = message.length() > LIMIT ? message.substring(0, LIMIT) : message;
  }

  /** Returns what is kept of {@code error} where values are sealed: its message may quote one, and a failure is not sealed. */
  public static Failure withoutMessage(Throwable error) {
    return new Failure(error.getClass().getSimpleName(), "");
  }

  /** Returns what is kept of {@code error}. */
  public static Failure of(Throwable error) {
    return new Failure(error.getClass().getSimpleName(), String.valueOf(error.getMessage()));
  }
}
