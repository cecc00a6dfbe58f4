package io.harden4j.checkpoint;

/** How far an effect is known to have gone. */
public enum EffectState {
  /** About to be executed; found after a crash, its outcome is unknown. */
  INTENT,
  /** Executed; the result is recorded. */
  DONE,
  /** Known not to have taken effect. */
  FAILED,
  /** Nobody knows whether it took effect; a human settles it. */
  UNKNOWN
}
