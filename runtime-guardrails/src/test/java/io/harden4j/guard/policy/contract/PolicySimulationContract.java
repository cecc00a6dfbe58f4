package io.harden4j.guard.policy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.guard.audit.RecordedCalls;
import io.harden4j.guard.policy.PolicyDiff;
import io.harden4j.tool.Guard;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A new policy changes what recorded runs were permitted in the expected ways only. Extend it with your recording and both policies. */
public abstract class PolicySimulationContract {
  /** Returns the calls that runs made under the old policy. */
  protected abstract RecordedCalls recorded();

  /** Returns the policy in force. */
  protected abstract Guard before();

  /** Returns the policy that is to replace it. */
  protected abstract Guard after();

  /** Returns the expected changes, each as {@code server.tool: ALLOW -> ASK}; default: none. */
  protected Set<String> expected() {
    return Set.of();
  }

  @Test
  void the_recording_is_readable_and_not_empty() {
    assertThat(recorded().calls()).isNotEmpty();
    assertThat(recorded().unreadable()).isZero();
  }

  @Test
  void recorded_calls_change_their_verdicts_as_expected_and_in_no_other_way() {
    Set<String> changed =
        PolicyDiff.of(recorded().calls(), before(), after()).otherVerdicts().stream()
            .map(c -> c.call().request().call().tool().qualifiedName() + ": "
                + c.before().verdict() + " -> " + c.after().verdict())
            .collect(Collectors.toSet());

    assertThat(changed).isEqualTo(expected());
  }
}
