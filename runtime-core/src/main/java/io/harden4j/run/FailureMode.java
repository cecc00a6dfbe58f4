package io.harden4j.run;

/** What happens to the siblings of a task that failed. */
public enum FailureMode {
  /** They finish and are recorded, so that a resume runs the failed task only. The default. */
  LET_SIBLINGS_FINISH,
  /** They are cancelled and recorded as such. */
  FAIL_FAST
}
