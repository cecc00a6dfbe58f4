package io.harden4j.checkpoint;

/** Why a checkpoint was made. */
public enum Cause {
  /** Fresh input, before any node. */
  INPUT,
  /** A committed super-step. */
  STEP,
  /** A stop: suspended, failed, cancelled or out of budget, with the frontier kept. */
  STOP,
  /** A new segment began. */
  RESUME,
  /** An operator changed the state. */
  EDIT,
  /** First checkpoint of a new branch. */
  FORK,
  /** The state was migrated to a newer graph version. */
  MIGRATION
}
