package io.harden4j.cli.architecture.sample.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failsafe.RetryPolicy;
import java.util.List;

/** Shows types of libraries to its users, once inside a list. */
public abstract class Leaky {
  /** Returns trees. */
  public abstract List<JsonNode> read();

  /** Returns a policy. */
  protected abstract RetryPolicy<String> retries();

  abstract JsonNode hidden();
}
