package io.harden4j.checkpoint;

/**
 * Why a task failed. Holds no prompts, arguments or values.
 *
 * @param type    simple name of the exception
 * @param message its message, at most 2,000 characters
 */
public record Failure(String type, String message) {
  private static final int LIMIT = 2_000;

  /** Cuts long messages. */
  public Failure {
    message = message.length() > LIMIT ? message.substring(0, LIMIT) : message;
  }

  /** Returns what is kept of {@code error}. */
  public static Failure of(Throwable error) {
    return new Failure(error.getClass().getSimpleName(), String.valueOf(error.getMessage()));
  }
}
