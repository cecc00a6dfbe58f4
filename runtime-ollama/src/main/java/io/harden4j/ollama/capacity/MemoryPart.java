package io.harden4j.ollama.capacity;

/**
 * One line of a memory plan.
 *
 * @param kind what needs the memory
 * @param bytes how much
 * @param origin how good the number is
 * @param arithmetic the formula with its numbers, in words
 */
public record MemoryPart(Kind kind, ByteRange bytes, Origin origin, String arithmetic) {
  /** What needs memory. */
  public enum Kind {
    /** The weights as they are on disk, projector included. */
    WEIGHTS("weights"),
    /** Keys and values of the context, and recurrent states. */
    KV_CACHE("KV cache"),
    /** Buffers of the computation. */
    GRAPH("compute graph"),
    /** What the server's process and driver need beside the model. */
    RUNTIME("runtime");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name that a report prints. */
    public String word() {
      return word;
    }
  }
}
