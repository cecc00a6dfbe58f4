package io.harden4j.testkit.model;

/** A scripted model was asked more often than its script has replies. A mistake of the test: never worth a retry. */
public final class ScriptExhaustedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ScriptExhaustedException(int call, int replies, int rules, String lastMessage) {
    super(
        "this is call " + call + " but the script has " + replies
            + " replies in order and none of its "
            + rules + " conditions holds. Last message: " + lastMessage
            + ". Add .reply(...) or .when(..., ...) to the script, or look why the model is asked so often");
  }
}
