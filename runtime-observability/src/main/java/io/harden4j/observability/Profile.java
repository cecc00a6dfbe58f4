package io.harden4j.observability;

/** Which attributes go on spans. The GenAI conventions of OpenTelemetry are still in development, so their names may change between minor versions. */
public enum Profile {
  /**
   * What Langfuse reads, beside the conventions: {@code langfuse.*} attributes carry type, level, content, usage and cost. The conventions' own content
   * attributes are left off, because Langfuse would store them a second time.
   */
  LANGFUSE,
  /** The conventions and our own {@code harden4j.*} attributes alone, for Jaeger, Tempo and others. */
  CONVENTIONS
}
