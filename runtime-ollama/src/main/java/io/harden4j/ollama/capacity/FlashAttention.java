package io.harden4j.ollama.capacity;

/** Whether the server computes attention without holding the table of all scores. */
public enum FlashAttention {
  /** It does. */
  ON,
  /** It does not: the graph grows with context times heads. */
  OFF,
  /** Not known: a plan expects ON and takes OFF for its high end. */
  AUTO
}
