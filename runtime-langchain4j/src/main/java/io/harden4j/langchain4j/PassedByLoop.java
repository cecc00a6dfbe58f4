package io.harden4j.langchain4j;

/** Carries a failure of the runtime through LangChain4j's tool loop, which shows every {@code Exception} to the model. Taken off by {@link AssistantCall}. */
final class PassedByLoop extends Error {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;

  PassedByLoop(RuntimeException failure) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
  }

  RuntimeException failure() {
    return failure;
  }
}
