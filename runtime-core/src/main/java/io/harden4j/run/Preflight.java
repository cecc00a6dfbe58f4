package io.harden4j.run;

import java.util.List;

/**
 * Looks before a run whether it can hold: server reachable, model present, memory enough. A refusal stops the run before anything is recorded.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface Preflight {
  /**
   * What was found.
   *
   * @param verdict whether the run may begin
   * @param reason  one line; if refused, with the command to run or the setting to change
   * @param details the arithmetic and further lines; copied
   */
  record Finding(Verdict verdict, String reason, List<String> details) {
    /** Copies the list. */
    public Finding {
      details = List.copyOf(details);
    }
  }

  /** Whether a run may begin. */
  enum Verdict {
    /** It may. */
    OK,
    /** It may, but the reason is logged. */
    WARN,
    /** It may not. */
    REFUSE
  }

  /** Looks. Does not throw for what it can find out. */
  Finding check();
}
