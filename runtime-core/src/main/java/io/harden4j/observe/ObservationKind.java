package io.harden4j.observe;

/** What an observation is about. A telemetry adapter maps each kind to its own span names and attributes. */
public enum ObservationKind {
  /** A segment of a run, the root. */
  RUN,
  /** One attempt of a task. */
  NODE,
  /** A model call, with its attempts beneath it. */
  MODEL,
  /** An embedding call. */
  EMBEDDING,
  /** A retrieval. */
  RETRIEVAL,
  /** A guard's decision. */
  GUARD,
  /** A tool call. */
  TOOL,
  /** A custom effect of a node. */
  EFFECT,
  /** One attempt of an effect. */
  ATTEMPT,
  /** A write to the checkpoint store. */
  CHECKPOINT,
  /** A question was asked and the run suspends; zero length, not an error. */
  INTERRUPT,
  /** A question was answered and the run goes on; zero length. */
  RESUME
}
