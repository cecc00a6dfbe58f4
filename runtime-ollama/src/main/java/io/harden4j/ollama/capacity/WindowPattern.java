package io.harden4j.ollama.capacity;

/** What is known about which layers of a model look through a sliding window. */
public enum WindowPattern {
  /** No layer has a window. */
  NONE,
  /** The kinds of the layers are right. */
  KNOWN,
  /** The model has a window, but not which layers use it: the layers say FULL, a plan's low end treats them as sliding. */
  UNKNOWN
}
