package io.harden4j.checkpoint;

/**
 * Names a run: from fresh input to a terminal status, over all its segments.
 *
 * @param value unique inside the tenant
 */
public record RunId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
