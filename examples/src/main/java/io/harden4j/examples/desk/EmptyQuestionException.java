package io.harden4j.examples.desk;

import io.harden4j.AgentRuntimeException;

/** A question without words. Nothing was recorded and no model was called. */
final class EmptyQuestionException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  EmptyQuestionException() {
    super("the question is empty; pass one, for example --question \"Where is my order A-1107?\"");
  }
}
