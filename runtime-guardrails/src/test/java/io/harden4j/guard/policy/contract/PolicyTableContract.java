package io.harden4j.guard.policy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.guard.policy.PolicyTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A policy decides as the table beside it says: one test a call. Extend it with your policy and your table. */
public abstract class PolicyTableContract {
  /** Returns the policy under test. */
  protected abstract PolicyFile policy();

  /** Returns the calls with the verdicts they must get. */
  protected abstract PolicyTable table();

  @TestFactory
  Stream<DynamicTest> each_call_gets_its_verdict() {
    PolicyFile policy = policy();
    List<PolicyTable.Verdict> verdicts = table().under(policy.compile(), policy.tools());
    return verdicts.stream()
        .map(v -> DynamicTest.dynamicTest(
            v.call().id() + " -> " + v.call().expect(),
            () -> assertThat(v.isExpected())
                .as("%s by %s: %s", v.verdict(), v.rule(), v.reason())
                .isTrue()));
  }

  @Test
  void the_table_expects_a_denial_and_an_allowance() {
    assertThat(table().calls().stream().map(PolicyTable.Call::expect))
        .as("a table that only allows, or only denies, does not show where the line is")
        .contains("ALLOW")
        .containsAnyOf("DENY", "ASK");
  }
}
