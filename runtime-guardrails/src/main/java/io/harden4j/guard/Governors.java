package io.harden4j.guard;

import io.harden4j.guard.governor.Narrowed;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Lets the governors that a line names check what it permits, one after the other, each on what the one before made of the call. */
final class Governors {
  private Governors() {}

  static Decision check(
      Policy policy, List<String> names, GuardRequest request, Decision decision) {
    Decision current = decision;
    for (String name : names) {
      Guard governor = policy.governors().get(name);
      if (governor == null) {
        return new Decision.Deny(
            "governor/" + name,
            "UNKNOWN_GOVERNOR",
            "This tool may not be used here.",
            "the policy names the governor '" + Visible.escape(name)
                + "', which nobody registered; register it with governor(...)");
      }
      if (current instanceof Decision.Deny) {
        return current;
      }
      Decision before = current;
      ToolCall effective =
          before.fold(Decision.Allow::effective, d -> request.call(), Decision.AskHuman::effective);
      current = merge(request, before, governor.decide(of(request, effective)));
    }
    return current;
  }

  private static GuardRequest of(GuardRequest request, ToolCall call) {
    return new GuardRequest(
        request.principal(),
        request.run(),
        request.thread(),
        request.node(),
        call,
        request.declaration(),
        request.control(),
        request.arguments(),
        request.sources(),
        request.at());
  }

  /** A governor may narrow the call or stand against it; it never permits what the policy asks about. */
  private static Decision merge(GuardRequest request, Decision before, Decision after) {
    return after.fold(
        allow -> before.fold(
            a -> new Decision.Allow(
                a.rule(), allow.effective(), both(a.obligations(), allow.obligations())),
            d -> d,
            q -> new Decision.AskHuman(
                q.rule(),
                allow.effective(),
                Narrowed.question(q.question(), request, q.effective(), allow.effective()),
                q.audience(),
                q.expiresIn(),
                both(q.obligations(), allow.obligations()))),
        deny -> deny,
        ask -> before.fold(
            a -> ask,
            d -> d,
            q -> new Decision.AskHuman(
                q.rule(),
                ask.effective(),
                q.question() + "\n" + ask.question(),
                q.audience().isEmpty() ? ask.audience() : q.audience(),
                q.expiresIn(),
                both(q.obligations(), ask.obligations()))));
  }

  private static List<Obligation> both(List<Obligation> a, List<Obligation> b) {
    List<Obligation> all = new ArrayList<>(a);
    b.stream().filter(o -> !all.contains(o)).forEach(all::add);
    return all;
  }
}
