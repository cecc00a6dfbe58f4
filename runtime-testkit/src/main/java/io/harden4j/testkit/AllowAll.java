package io.harden4j.testkit;

import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import java.util.List;

/**
 * A guard that allows every call as it is: for tests of connectors behind the real gate, which still checks arguments, mints permits and
 * records effects. Never for production. Thread-safe.
 */
public final class AllowAll implements Guard {
  /** Creates the guard. */
  public AllowAll() {}

  @Override
  public Decision decide(GuardRequest request) {
    return new Decision.Allow("test-allow-all", request.call(), List.of());
  }

  @Override
  public String name() {
    return "allow-all";
  }

  @Override
  public String policyHash() {
    return "allow-all";
  }
}
