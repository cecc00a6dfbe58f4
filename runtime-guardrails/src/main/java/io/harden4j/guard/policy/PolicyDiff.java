package io.harden4j.guard.policy;

import io.harden4j.guard.audit.RecordedCall;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.Obligation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What two policies say to the same calls: before a new one is put in force, over what runs really did. Immutable.
 *
 * @param changes one for each call, in their order
 */
public record PolicyDiff(List<Change> changes) {
  private static final Map<String, Integer> LAXITY = Map.of("DENY", 0, "ASK", 1, "ALLOW", 2);

  /** Copies the list. */
  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  /**
   * What a policy says to a call.
   *
   * @param verdict    {@code ALLOW}, {@code ASK} or {@code DENY}
   * @param rule       rule that decided
   * @param conditions who answers and within which time, rewritten arguments, obligations; empty where there are none
   * @param reason     for humans
   */
  public record Said(String verdict, String rule, String conditions, String reason) {
    static Said by(Guard guard, RecordedCall call) {
      Decision decision = guard.decide(call.request());
      return decision.fold(
          allow -> new Said(
              "ALLOW",
              allow.rule(),
              (allow.effective().equals(call.request().call()) ? "" : "other arguments; ")
                  + render(allow.obligations()),
              ""),
          deny -> new Said("DENY", deny.rule(), deny.code(), deny.toHuman()),
          ask -> new Said(
              "ASK",
              ask.rule(),
              (ask.effective().equals(call.request().call()) ? "" : "other arguments; ")
                  + (ask.audience().isEmpty() ? "" : "role " + ask.audience() + "; ")
                  + (ask.expiresIn() == null ? "" : "within " + ask.expiresIn() + "; ")
                  + render(ask.obligations()),
              ask.question()));
    }

    private static String render(List<Obligation> obligations) {
      return obligations.stream()
          .map(
              o -> o.name() + (o.parameters().isEmpty() ? "" : " " + new TreeMap<>(o.parameters())))
          .collect(Collectors.joining("; "));
    }
  }

  /**
   * One call under both.
   *
   * @param call   the call
   * @param before what the old policy says
   * @param after  what the new one says
   */
  public record Change(RecordedCall call, Said before, Said after) {
    /** Says whether the verdict is another. */
    public boolean isOtherVerdict() {
      return !before.verdict().equals(after.verdict());
    }

    /** Says whether the verdict is the same under other conditions: another role answers, an obligation came or went. */
    public boolean isOtherConditions() {
      return !isOtherVerdict() && !before.conditions().equals(after.conditions());
    }

    /** Says whether the new policy permits more: a denial became a question, a question a permission. */
    public boolean isLaxer() {
      return LAXITY.getOrDefault(after.verdict(), 0) > LAXITY.getOrDefault(before.verdict(), 0);
    }

    /** Says whether the old policy says something else than what was decided when the call was made. */
    public boolean isOtherThanRecorded() {
      return !call.verdict().isEmpty() && !call.verdict().equals(before.verdict());
    }
  }

  /** Decides calls under two policies. */
  public static PolicyDiff of(List<RecordedCall> calls, Guard before, Guard after) {
    return new PolicyDiff(calls.stream()
        .map(call -> new Change(call, Said.by(before, call), Said.by(after, call)))
        .toList());
  }

  /** Returns the calls that get another verdict. */
  public List<Change> otherVerdicts() {
    return changes.stream().filter(Change::isOtherVerdict).toList();
  }

  /** Returns the calls that the new policy permits more of. */
  public List<Change> laxer() {
    return changes.stream().filter(Change::isLaxer).toList();
  }

  /** Returns the calls that are permitted or asked about as before, under other conditions. */
  public List<Change> otherConditions() {
    return changes.stream().filter(Change::isOtherConditions).toList();
  }
}
