package io.harden4j.checkpoint;

/**
 * Names a question, uniquely inside a tenant.
 *
 * @param tenant owner
 * @param value  derived from the task, the text and the occurrence, so that re-asking does not duplicate it
 */
public record QuestionId(String tenant, String value) {
  @Override
  public String toString() {
    return value;
  }
}
