package io.harden4j.guard.quota;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.Digests;
import io.harden4j.guard.quota.Quota.Unit;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
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
 * A guard whose permissions also need room in quotas: its own, and those that the policy beneath puts on a call ({@link Quota#OBLIGATION}). Room is reserved in one atomic step a counter, before the call, in a store that all processes share;
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

  /**
   * Returns a guard over another one.
   *
   * @param quotas beside those of the policy beneath
   */
  public static QuotaGuard over(Guard guard, ControlStore store, Quota... quotas) {
    return new QuotaGuard(guard, store, List.of(quotas));
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = guard.decide(request);
    if (decision instanceof Decision.Allow allow) {
      List<Quota> all = quotas(allow.effective(), allow.obligations());
      return reserve(request, allow.effective(), all)
          ? new Decision.Allow(
              allow.rule(), allow.effective(), settled(allow.obligations(), allow.effective()))
          : exceeded();
    }
    if (decision instanceof Decision.AskHuman ask) {
      List<Quota> all = quotas(ask.effective(), ask.obligations());
      return reserveOnce(request, ask.effective(), all)
          ? new Decision.AskHuman(
              ask.rule(),
              ask.effective(),
              ask.question(),
              ask.audience(),
              ask.expiresIn(),
              settled(ask.obligations(), ask.effective()))
          : exceeded();
    }
    return decision;
  }

  /** Returns all quotas that count this call: our own first, then the policy's. */
  private List<Quota> quotas(ToolCall call, List<Obligation> obligations) {
    List<Quota> all = new ArrayList<>(own(call.tool().qualifiedName()));
    obligations.stream()
        .filter(o -> o.name().equals(Quota.OBLIGATION))
        .forEach(o -> all.add(Quota.of(o.parameters())));
    return all;
  }

  private List<Quota> own(String tool) {
    return quotas.stream().filter(q -> q.covers(tool)).toList();
  }

  private static Decision exceeded() {
    return new Decision.Deny(
        "quota",
        "QUOTA_EXCEEDED",
        "This tool was used too often. Go on without it.",
        "a quota of the tenant or principal is used up; raise it or wait for its next window");
  }

  /** After the wait for a human the same call is decided on once more. */
  private boolean reserveOnce(GuardRequest request, ToolCall call, List<Quota> all) {
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
    boolean room = reserve(request, call, all);
    if (room) {
      store.setFlag(tenant, asked, "counted", 0); // lost to another process: it counted too
    }
    return room;
  }

  private boolean reserve(GuardRequest request, ToolCall call, List<Quota> all) {
    String tenant = request.principal().tenant().id();
    List<Room> taken = new ArrayList<>();
    for (Quota quota : all) {
      if (quota.of() == Unit.BYTES_IN) {
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
    return all.stream()
        .filter(q -> q.of() == Unit.BYTES_IN)
        .allMatch(q -> store.counter(tenant, counter(q, request, request.at())) < q.limit());
  }

  private static String counter(Quota quota, GuardRequest request, Instant at) {
    long window = Math.floorDiv(at.toEpochMilli(), quota.window().toMillis());
    String who = quota.scope() == Quota.Scope.TENANT
        ? ""
        : Digests.sha256(request.principal().id()).substring(0, 32);
    return "quota/" + quota.name() + "/" + who + "/" + window;
  }

  /** What is reserved is no condition any more; results are counted once they are there. */
  private List<Obligation> settled(List<Obligation> obligations, ToolCall call) {
    List<Obligation> left = new ArrayList<>();
    for (Obligation obligation : obligations) {
      if (!obligation.name().equals(Quota.OBLIGATION)) {
        left.add(obligation);
      } else if (Quota.of(obligation.parameters()).of() == Unit.BYTES_IN) {
        left.add(new Obligation(RESULT_BYTES, obligation.parameters()));
      }
    }
    if (own(call.tool().qualifiedName()).stream().anyMatch(q -> q.of() == Unit.BYTES_IN)) {
      left.add(new Obligation(RESULT_BYTES, Map.of()));
    }
    return left;
  }

  /** Returns the handler that counts bytes of results. */
  public Obligation.Handler resultBytes() {
    return (obligation, request, result) -> count(
        request,
        result,
        obligation.parameters().isEmpty()
            ? own(request.call().tool().qualifiedName())
            : List.of(Quota.of(obligation.parameters())));
  }

  private ToolResult count(GuardRequest request, ToolResult result, List<Quota> all) {
    String tenant = request.principal().tenant().id();
    long bytes = result.text().getBytes(StandardCharsets.UTF_8).length;
    for (Quota quota : all) {
      if (quota.of() == Unit.BYTES_IN) {
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
  public boolean endorses(EndorsementRequest request) {
    return guard.endorses(request);
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
