package io.harden4j.effect;

import io.harden4j.AgentRuntimeException;

/** A run with a bound on money called a model without a price: what it costs is unknown, so the bound could not hold. Nothing was called. */
public final class UnpricedModelException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String model;

  /** Creates the exception. */
  public UnpricedModelException(String model) {
    super(
        "the budget bounds money, but model '" + model
            + "' has no price; add a row for it to AgentRuntime.builder().prices(...), with price 0 if it costs nothing");
    this.model = model;
  }

  /** Returns the name of the model. */
  public String model() {
    return model;
  }
}
