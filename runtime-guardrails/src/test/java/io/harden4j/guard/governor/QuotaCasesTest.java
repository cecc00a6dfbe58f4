package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.guard.quota.Quota;
import io.harden4j.guard.quota.Quota.Scope;
import io.harden4j.guard.quota.Quota.Unit;
import io.harden4j.guard.quota.QuotaGuard;
import io.harden4j.identity.Principal;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F13 and F15 for quotas that outlive a run. */
@ExtendWith(HostileEvidence.class)
class QuotaCasesTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

  private final ControlStore store = new InMemoryControlStore();

  private static GuardRequest call(String principal, String tenant, String run, Instant at) {
    return Calls.of(
        Principal.of(principal, tenant, "analyst"), run, ArgumentRole.CONTENT, "{'x':'12345'}", at);
  }

  private static Quota calls(Scope scope, long limit) {
    return new Quota("calls", scope, Unit.CALLS, "srv.*", limit, Duration.ofMinutes(1));
  }

  @Test
  void F13_of_calls_at_the_same_moment_exactly_as_many_run_as_there_is_room_for() {
    QuotaGuard guard = QuotaGuard.over(Calls.PERMIT, store, calls(Scope.TENANT, 100));

    long allowed = IntStream.range(0, 1_000)
        .parallel()
        .filter(i ->
            Calls.verdict(guard, call("p" + i % 7, "acme", "r" + i, AT)).startsWith("OK"))
        .count();

    assertThat(allowed).isEqualTo(100);
  }

  @Test
  void principals_share_a_tenants_limit_and_not_their_own_and_tenants_share_nothing() {
    QuotaGuard guard = QuotaGuard.over(Calls.PERMIT, store, calls(Scope.PRINCIPAL, 1));

    assertThat(Calls.verdict(guard, call("ana", "acme", "r", AT))).startsWith("OK");
    assertThat(Calls.verdict(guard, call("ana", "acme", "r2", AT))).isEqualTo("D QUOTA_EXCEEDED");
    assertThat(Calls.verdict(guard, call("bob", "acme", "r", AT))).startsWith("OK");
    assertThat(Calls.verdict(guard, call("ana", "globex", "r", AT))).startsWith("OK");
    assertThat(Calls.verdict(guard, call("ana", "acme", "r3", AT.plusSeconds(60))))
        .startsWith("OK");
  }

  @Test
  void what_one_quota_refuses_leaves_no_mark_in_the_others() {
    Quota bytes = new Quota("bytes", Scope.TENANT, Unit.BYTES_OUT, "*", 20, Duration.ofMinutes(1));
    QuotaGuard guard = QuotaGuard.over(Calls.PERMIT, store, calls(Scope.TENANT, 5), bytes);

    assertThat(Calls.verdict(guard, call("ana", "acme", "r", AT))).startsWith("OK");
    for (int i = 0; i < 10; i++) {
      assertThat(Calls.verdict(guard, call("ana", "acme", "r", AT))).startsWith("D ");
    }
    long window = AT.toEpochMilli() / 60_000;
    assertThat(store.counter("acme", "quota/calls//" + window)).isEqualTo(1);
  }

  @Test
  void a_call_that_waits_for_a_human_is_counted_once() {
    QuotaGuard guard = QuotaGuard.over(Calls.ASK, store, calls(Scope.TENANT, 1));

    assertThat(Calls.verdict(guard, call("ana", "acme", "r", AT))).startsWith("A");
    assertThat(Calls.verdict(guard, call("ana", "acme", "r", AT))).startsWith("A");
    assertThat(Calls.verdict(guard, call("ana", "acme", "other", AT))).startsWith("D ");
    assertThat(Calls.verdict(guard, call("ana", "acme", "other", AT))).startsWith("D ");
  }

  @Test
  void a_result_that_does_not_fit_is_withheld_and_ends_the_window() {
    Quota in = new Quota("in", Scope.TENANT, Unit.BYTES_IN, "*", 10, Duration.ofMinutes(1));
    QuotaGuard guard = QuotaGuard.over(Calls.PERMIT, store, in);
    Obligation obligation = new Obligation(QuotaGuard.RESULT_BYTES, Map.of());
    GuardRequest request = call("ana", "acme", "r", AT);

    assertThat(guard
            .resultBytes()
            .onResult(obligation, request, ToolResult.ok("12345"))
            .isOk())
        .isTrue();
    assertThat(Calls.verdict(guard, request)).startsWith("OK");
    assertThat(guard
            .resultBytes()
            .onResult(obligation, request, ToolResult.ok("1234567890"))
            .isOk())
        .isFalse();
    assertThat(Calls.verdict(guard, request)).isEqualTo("D QUOTA_EXCEEDED");
  }
}
