package io.harden4j.ollama;

/**
 * One question that a preflight asked.
 *
 * @param name what was asked, e.g. {@code memory}
 * @param outcome the answer
 * @param text the answer in words, with its numbers
 * @param next what to run or change; empty if nothing
 */
public record PreflightCheck(String name, Outcome outcome, String text, String next) {
  /** How a check ends. */
  public enum Outcome {
    /** Nothing to do. */
    PASS,
    /** A run can start, but not as one would wish. */
    WARN,
    /** A run must not start. */
    REFUSE,
    /** Not asked, since something before it failed or is not known. */
    SKIPPED
  }

  static PreflightCheck pass(String name, String text) {
    return new PreflightCheck(name, Outcome.PASS, text, "");
  }

  static PreflightCheck warn(String name, String text, String next) {
    return new PreflightCheck(name, Outcome.WARN, text, next);
  }

  static PreflightCheck refuse(String name, String text, String next) {
    return new PreflightCheck(name, Outcome.REFUSE, text, next);
  }

  static PreflightCheck skipped(String name, String text) {
    return new PreflightCheck(name, Outcome.SKIPPED, text, "");
  }
}
