package io.harden4j.run;

/** What a fork does with effects that were recorded before its starting point. */
public enum ForkMode {
  /** They are reused: nothing recorded is done again. */
  REUSE_EFFECTS,
  /** They are new: everything behind the starting point is done again. */
  RERUN
}
