package io.harden4j.ollama.capacity;

/** Whether a model with its context fits a host. */
public enum Verdict {
  /** Even the high end of the plan fits, and that much is free now. */
  FITS,
  /** The expected amount fits, but not with every open question going badly, or not in what is free now. */
  TIGHT,
  /** It fits only partly on the GPUs; the rest runs on the CPU, several times slower. */
  SPILLS,
  /** The host cannot hold it. */
  NO
}
