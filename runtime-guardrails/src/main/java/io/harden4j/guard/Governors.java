package io.harden4j.guard;

import io.harden4j.guard.governor.Narrowed;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            a -> new Decision.AskHuman(
                ask.rule(),
                ask.effective(),
                ask.question(),
                ask.audience(),
                ask.expiresIn(),
                both(a.obligations(), ask.obligations())),
            d -> d,
            q -> together(q, ask)));
  }

  /** One question for two rules; there is none where each wants another role, for one answer cannot be both. */
  private static Decision together(Decision.AskHuman first, Decision.AskHuman second) {
    boolean differ = !first.audience().isEmpty()
        && !second.audience().isEmpty()
        && !first.audience().equals(second.audience());
    if (differ) {
      return new Decision.Deny(
          second.rule(),
          "APPROVERS_DIFFER",
          "This tool may not be used here.",
          "'" + Visible.escape(first.rule()) + "' asks the role '"
              + Visible.escape(first.audience()) + "' and '" + Visible.escape(second.rule())
              + "' asks '" + Visible.escape(second.audience())
              + "'; name one role in both that holds whoever may say yes");
    }
    return new Decision.AskHuman(
        first.rule(),
        second.effective(),
        first.question() + "\n" + second.question(),
        first.audience().isEmpty() ? second.audience() : first.audience(),
        shorter(first.expiresIn(), second.expiresIn()),
        both(first.obligations(), second.obligations()));
  }

  private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static List<Obligation> both(List<Obligation> a, List<Obligation> b) {
    List<Obligation> all = new ArrayList<>(a);
    b.stream().filter(o -> !all.contains(o)).forEach(all::add);
    return all;
  }
}
