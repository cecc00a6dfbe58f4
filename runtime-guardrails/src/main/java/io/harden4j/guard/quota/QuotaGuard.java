package io.harden4j.guard.quota;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.Digests;
import io.harden4j.guard.quota.Quota.Unit;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A guard whose permissions also need room in quotas. Room is reserved in one atomic step a counter, before the call, in a store that all processes share;
 * whoever comes when it is used up is denied with {@code QUOTA_EXCEEDED}. A call that waits for a human is counted once, when the human is asked.
 *
 * <p>Bytes of results are known only afterwards: register {@link #resultBytes()} under {@link #RESULT_BYTES}. A result that does not fit is withheld, and
 * the calls after it are denied.
 *
 * <p><b>Failures.</b> A store that fails makes this guard throw, which the gate takes for a denial.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class QuotaGuard implements Guard {
  /** Name of the obligation that counts results. */
  public static final String RESULT_BYTES = "quota-result-bytes";

  private record Room(String counter, long amount) {}

  private final Guard guard;
  private final ControlStore store;
  private final List<Quota> quotas;

  private QuotaGuard(Guard guard, ControlStore store, List<Quota> quotas) {
    this.guard = guard;
    this.store = store;
    this.quotas = List.copyOf(quotas);
  }

  /** Returns a guard over another one. */
  public static QuotaGuard over(Guard guard, ControlStore store, Quota... quotas) {
    return new QuotaGuard(guard, store, List.of(quotas));
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = guard.decide(request);
    if (decision instanceof Decision.Allow allow) {
      return reserve(request, allow.effective())
          ? new Decision.Allow(allow.rule(), allow.effective(), with(request, allow.obligations()))
          : exceeded();
    }
    if (decision instanceof Decision.AskHuman ask) {
      return reserveOnce(request, ask.effective())
          ? new Decision.AskHuman(
              ask.rule(),
              ask.effective(),
              ask.question(),
              ask.audience(),
              ask.expiresIn(),
              with(request, ask.obligations()))
          : exceeded();
    }
    return decision;
  }

  private static Decision exceeded() {
    return new Decision.Deny(
        "quota",
        "QUOTA_EXCEEDED",
        "This tool was used too often. Go on without it.",
        "a quota of the tenant or principal is used up; raise it or wait for its next window");
  }

  /** After the wait for a human the same call is decided on once more. */
  private boolean reserveOnce(GuardRequest request, ToolCall call) {
    String tenant = request.principal().tenant().id();
    String asked = "quota/asked/"
        + Digests.sha256(String.join(
            "\n",
            request.run().value(),
            request.node(),
            call.tool().qualifiedName(),
            call.arguments().hash()));
    if (store.flag(tenant, asked).isPresent()) {
      return true;
    }
    boolean room = reserve(request, call);
    if (room) {
      store.setFlag(tenant, asked, "counted", 0); // lost to another process: it counted too
    }
    return room;
  }

  private boolean reserve(GuardRequest request, ToolCall call) {
    String tenant = request.principal().tenant().id();
    List<Room> taken = new ArrayList<>();
    for (Quota quota : quotas) {
      boolean now = quota.of() == Unit.CALLS || quota.of() == Unit.BYTES_OUT;
      if (!now || !quota.covers(call.tool().qualifiedName())) {
        continue;
      }
      long amount = quota.of() == Unit.CALLS ? 1 : call.arguments().bytes().length;
      Room room = new Room(counter(quota, request, request.at()), amount);
      if (!store.reserve(tenant, room.counter(), amount, quota.limit())) {
        taken.forEach(back -> store.settle(tenant, back.counter(), back.amount(), 0));
        return false;
      }
      taken.add(room);
    }
    return quotas.stream()
        .filter(q -> q.of() == Unit.BYTES_IN && q.covers(call.tool().qualifiedName()))
        .allMatch(q -> store.counter(tenant, counter(q, request, request.at())) < q.limit());
  }

  private static String counter(Quota quota, GuardRequest request, Instant at) {
    long window = Math.floorDiv(at.toEpochMilli(), quota.window().toMillis());
    String who = quota.scope() == Quota.Scope.TENANT
        ? ""
        : Digests.sha256(request.principal().id()).substring(0, 32);
    return "quota/" + quota.name() + "/" + who + "/" + window;
  }

  private List<Obligation> with(GuardRequest request, List<Obligation> obligations) {
    String tool = request.call().tool().qualifiedName();
    boolean counts = quotas.stream().anyMatch(q -> q.of() == Unit.BYTES_IN && q.covers(tool));
    if (!counts) {
      return obligations;
    }
    List<Obligation> more = new ArrayList<>(obligations);
    more.add(new Obligation(RESULT_BYTES, Map.of()));
    return more;
  }

  /** Returns the handler that counts bytes of results. */
  public Obligation.Handler resultBytes() {
    return (obligation, request, result) -> count(request, result);
  }

  private ToolResult count(GuardRequest request, ToolResult result) {
    String tenant = request.principal().tenant().id();
    long bytes = result.text().getBytes(StandardCharsets.UTF_8).length;
    for (Quota quota : quotas) {
      if (quota.of() == Unit.BYTES_IN && quota.covers(request.call().tool().qualifiedName())) {
        String counter = counter(quota, request, request.at());
        if (!store.reserve(tenant, counter, bytes, quota.limit())) {
          store.settle(tenant, counter, store.counter(tenant, counter), quota.limit());
          return ToolResult.error("The result was withheld: too much was read in this window.");
        }
      }
    }
    return result;
  }

  @Override
  public String name() {
    return guard.name();
  }

  @Override
  public String policyHash() {
    return Digests.sha256(guard.policyHash() + "\n" + quotas);
  }

  @Override
  public String policyHash(GuardRequest request) {
    return Digests.sha256(guard.policyHash(request) + "\n" + quotas);
  }
}
