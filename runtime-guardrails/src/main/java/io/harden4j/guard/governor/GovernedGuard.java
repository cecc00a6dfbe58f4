package io.harden4j.guard.governor;

import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolCall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A guard whose permissions pass governors: what the guard beneath allows, or would allow after a question, is checked by the governor of each argument's
 * role and goes on in the governor's form. A human is asked about that form. Denials stay denials.
 *
 * <p><b>Thread safety.</b> Immutable; safe for concurrent use.
 */
public final class GovernedGuard implements Guard {
  private final Guard guard;
  private final Map<ArgumentRole, List<String>> byRole;
  private final Map<String, Map<String, String>> byTool;
  private final Map<String, Governor> governors;
  private final List<Obligation> obligations;
  private final String settings;

  private GovernedGuard(Builder builder) {
    guard = builder.guard;
    byRole = Map.copyOf(builder.byRole);
    byTool = Map.copyOf(builder.byTool);
    governors = Map.copyOf(builder.governors);
    obligations = List.copyOf(builder.obligations);
    settings = obligations + "\n" + new TreeMap<>(byRole) + "\n" + new TreeMap<>(byTool) + "\n"
        + new TreeSet<>(builder.settings);
  }

  /** Starts with the guard that permits. */
  public static Builder over(Guard guard) {
    return new Builder(guard);
  }

  /**
   * Returns one governor as a guard that permits whatever the governor lets through: for a policy that asks its guard, then this one by name.
   *
   * @param role which arguments it checks
   */
  public static Guard only(ArgumentRole role, String name, Governor governor) {
    return over(request -> new Decision.Allow(name, request.call(), List.of()))
        .governor(role, name, governor)
        .build();
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = guard.decide(request);
    if (decision instanceof Decision.Allow allow) {
      Verdict verdict = governed(request, allow.effective());
      return verdict instanceof Verdict.Refuse refuse
          ? deny(refuse)
          : new Decision.Allow(
              allow.rule(), effective(allow.effective(), verdict), obliged(allow.obligations()));
    }
    if (decision instanceof Decision.AskHuman ask) {
      Verdict verdict = governed(request, ask.effective());
      ToolCall sent = effective(ask.effective(), verdict);
      return verdict instanceof Verdict.Refuse refuse
          ? deny(refuse)
          : new Decision.AskHuman(
              ask.rule(),
              sent,
              Narrowed.question(ask.question(), request, ask.effective(), sent),
              ask.audience(),
              ask.expiresIn(),
              obliged(ask.obligations()));
    }
    return decision;
  }

  private List<Obligation> obliged(List<Obligation> own) {
    List<Obligation> all = new ArrayList<>(own);
    all.addAll(obligations);
    return all;
  }

  private static Decision deny(Verdict.Refuse refuse) {
    return new Decision.Deny(refuse.rule(), refuse.code(), refuse.toModel(), refuse.reason());
  }

  private static ToolCall effective(ToolCall call, Verdict verdict) {
    return verdict instanceof Verdict.Rewrite rewrite
        ? call.withArguments(rewrite.effective())
        : call;
  }

  /** Lets each governor see what the one before it made of the arguments. */
  private Verdict governed(GuardRequest request, ToolCall call) {
    ToolCall current = call;
    String rules = "";
    Map<String, String> own = byTool.getOrDefault(call.tool().qualifiedName(), Map.of());
    for (Map.Entry<String, Set<String>> work :
        GovernedPlaces.of(call, request.declaration(), byRole, own).entrySet()) {
      Verdict verdict = ask(work.getKey(), with(request, current), work.getValue());
      if (verdict instanceof Verdict.Refuse) {
        return verdict;
      }
      if (verdict instanceof Verdict.Rewrite rewrite) {
        current = current.withArguments(rewrite.effective());
        rules += (rules.isEmpty() ? "" : ", ") + rewrite.rule();
      }
    }
    return current.equals(call)
        ? Verdict.PASS
        : new Verdict.Rewrite(rules, CanonicalArguments.of(current.arguments().tree()));
  }

  private Verdict ask(String name, GuardRequest request, Set<String> pointers) {
    Governor governor = governors.get(name);
    if (governor == null) {
      return new Verdict.Refuse(
          "unknown-governor",
          "GUARD_ERROR",
          "This tool is not available.",
          "no governor is named '" + name + "'; add it with governor(\"" + name + "\", ...)");
    }
    try {
      return governor.check(request, pointers);
    } catch (RuntimeException | StackOverflowError e) {
      return new Verdict.Refuse(
          name + "/failed",
          "GUARD_ERROR",
          "This call could not be checked and was not made.",
          "the governor '" + name + "' failed and refuses: " + e.getClass().getName()
              + " (its message may hold arguments and is left out)");
    }
  }

  private static GuardRequest with(GuardRequest request, ToolCall call) {
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

  @Override
  public boolean endorses(EndorsementRequest request) {
    return guard.endorses(request);
  }

  @Override
  public String name() {
    return guard.name();
  }

  /** Returns a hash over the guard's own and the governors' settings: an approval does not outlive a change of either. */
  @Override
  public String policyHash() {
    return Digests.sha256(guard.policyHash() + "\n" + settings);
  }

  @Override
  public String policyHash(GuardRequest request) {
    return Digests.sha256(guard.policyHash(request) + "\n" + settings);
  }

  /** Collects governors. Not thread-safe. */
  public static final class Builder {
    private final Guard guard;
    private final Map<ArgumentRole, List<String>> byRole = new EnumMap<>(ArgumentRole.class);
    private final Map<String, Map<String, String>> byTool = new HashMap<>();
    private final Map<String, Governor> governors = new HashMap<>();
    private final List<Obligation> obligations = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();

    private Builder(Guard guard) {
      this.guard = guard;
    }

    /** Adds a governor under the name that policies use, such as {@code sql}. Its {@code toString()} stands for its settings in the policy hash. */
    public Builder governor(String name, Governor governor) {
      if (governors.put(name, governor) != null) {
        throw new IllegalArgumentException(
            "two governors are named '" + name + "'; give each a name of its own");
      }
      settings.add(name + ": " + governor);
      return this;
    }

    /** Adds a governor and lets it check every argument of a role. */
    public Builder governor(ArgumentRole role, String name, Governor governor) {
      return governor(name, governor).use(name, role);
    }

    /** Lets a governor check every argument of a role. */
    public Builder use(String name, ArgumentRole role) {
      byRole.computeIfAbsent(role, r -> new ArrayList<>()).add(name);
      return this;
    }

    /** Lets a governor check one argument of one tool, {@code server.name}, whether the call has it or not; or each place inside of it: {@code files/*}{@code /path}. */
    public Builder use(String name, String tool, String argument) {
      byTool.computeIfAbsent(tool, t -> new TreeMap<>()).put(argument, name);
      return this;
    }

    /** Puts an obligation on every call; its handler is registered with the runtime under the same name. */
    public Builder oblige(String obligation) {
      obligations.add(new Obligation(obligation, Map.of()));
      return this;
    }

    /** Returns the guard. */
    public GovernedGuard build() {
      List<String> used = new ArrayList<>();
      byRole.values().forEach(used::addAll);
      byTool.values().forEach(map -> used.addAll(map.values()));
      used.removeAll(governors.keySet());
      if (!used.isEmpty()) {
        throw new IllegalArgumentException("no governor is named " + new TreeSet<>(used)
            + "; add it with governor(name, governor). Known: "
            + new TreeSet<>(governors.keySet()));
      }
      return new GovernedGuard(this);
    }
  }
}
