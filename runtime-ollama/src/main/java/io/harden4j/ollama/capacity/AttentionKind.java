package io.harden4j.ollama.capacity;

/** What a layer of a model keeps for the tokens it has seen. */
public enum AttentionKind {
  /** Keys and values of every token of the context. */
  FULL,
  /** Keys and values of the last {@link ModelShape#slidingWindow()} tokens. */
  SLIDING,
  /** Nothing of its own: it reads the cache of an earlier layer. */
  SHARED,
  /** A state of constant size, whatever the context. */
  RECURRENT;

  String word() {
    return switch (this) {
      case FULL -> "full";
      case SLIDING -> "sliding-window";
      case SHARED -> "shared";
      case RECURRENT -> "recurrent";
    };
  }
}
