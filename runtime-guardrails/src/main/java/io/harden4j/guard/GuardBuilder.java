package io.harden4j.guard;

import io.harden4j.guard.Policy.AcceptedName;
import io.harden4j.guard.quota.Quota;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collects a policy. Nothing is permitted that no line permits. Not thread-safe; what it builds is. */
public final class GuardBuilder {
  private final List<RoleRule> rules = new ArrayList<>();
  private final List<ToolPattern> forbidden = new ArrayList<>();
  private final Set<DefaultRule> off = EnumSet.noneOf(DefaultRule.class);
  private final Set<AcceptedName> accepted = new HashSet<>();
  private final Set<String> domains = new HashSet<>();
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final Map<String, ToolDeclaration> declared = new HashMap<>();
  private final Map<String, Guard> governors = new HashMap<>();
  private final List<GuardedTool> tools = new ArrayList<>();
  private final List<Quota> quotas = new ArrayList<>();
  private final Map<String, Optional<ClosedType<?>>> endorsable = new HashMap<>();
  private Approval approval = Approval.DEFAULT;
  private boolean onlyDeclared;
  private boolean onlyEndorsable;

  GuardBuilder() {}

  /** Goes on with what the principals of this role may do. Several roles of one principal add up. */
  public RoleBuilder role(String role) {
    if (role.isBlank() || Invisible.in(role)) {
      throw new InvalidPolicyException(
          "a role's name is blank or holds invisible characters; use the name that principals carry");
    }
    return new RoleBuilder(this, role);
  }

  /** Forbids the tools of a pattern to everybody, whatever a role may. */
  public GuardBuilder nobodyMay(String pattern) {
    forbidden.add(ToolPattern.parse(pattern));
    return this;
  }

  /** Sets who answers the questions of default rules and of {@link ArgumentRule#elseAsk()}; default: anyone of the tenant but the agent, 24 hours. */
  public GuardBuilder approvals(UnaryOperator<Approval> by) {
    approval = by.apply(approval);
    return this;
  }

  /** Switches a default rule off. The policy's text and hash show it. */
  public GuardBuilder without(DefaultRule rule) {
    off.add(rule);
    return this;
  }

  /** Accepts an argument with a reserved name in the tools of a pattern, such as {@code label} of a mail server. */
  public GuardBuilder acceptArgument(String pattern, String argument) {
    accepted.add(new AcceptedName(ToolPattern.parse(pattern), argument));
    return this;
  }

  /** Says which mail domains are the tenant's own: what only the tenant may see may be sent there. Default: none. */
  public GuardBuilder mailDomains(String... own) {
    for (String domain : own) {
      domains.add(DomainName.parse(domain)
          .orElseThrow(() -> new InvalidPolicyException("'" + Visible.escape(domain)
              + "' is no domain name; write it like \"acme.example\"")));
    }
    return this;
  }

  /** Lets {@link #build()} compare the policy with the tools there are: a line that fits none of them, or a wildcard over a grave one, is a fault. */
  public GuardBuilder tools(Collection<GuardedTool> known) {
    tools.addAll(known);
    return this;
  }

  /**
   * Says what a tool is, for this policy: the policy's word counts beside the tool's own, and the graver sink of the two.
   *
   * @param tool {@code server.tool}
   */
  public GuardBuilder declare(String tool, ToolDeclaration declaration) {
    ToolPattern pattern = ToolPattern.parse(tool);
    if (!pattern.isExact() || declared.put(tool, declaration) != null) {
      throw new InvalidPolicyException("tool '" + Visible.escape(tool)
          + "' is declared twice or by a wildcard; declare each tool once, by its full name");
    }
    return this;
  }

  /** Denies every tool that this policy does not declare; the denial shows the declaration to write. Default: the tool's own declaration suffices. */
  public GuardBuilder onlyDeclared() {
    onlyDeclared = true;
    return this;
  }

  /**
   * Knows a governor by name: it checks the calls of lines that name it, after roles and flows, and may narrow their arguments. What it denies is denied; a
   * line that names an unknown one makes the policy invalid.
   */
  public GuardBuilder governor(String name, Guard governor) {
    governors.put(name, governor);
    return this;
  }

  /**
   * Limits how much tenants or principals may use. The policy puts the quota on each call that it covers; put {@link
   * io.harden4j.guard.quota.QuotaGuard} over the guard, which reserves the room in a store that all processes share: without it these calls are denied.
   */
  public GuardBuilder quota(Quota quota) {
    if (quotas.stream().anyMatch(known -> known.name().equals(quota.name()))) {
      throw new InvalidPolicyException("the quota '" + Visible.escape(quota.name())
          + "' stands twice; give the second a name of its own");
    }
    quotas.add(quota);
    return this;
  }

  /** Lets nodes endorse a value under this name if it is of a closed type. Once a policy names one endorsement, it permits no other. Default: the application's code decides. */
  public GuardBuilder endorse(String name, ClosedType<?> type) {
    return endorse(name, Optional.of(type));
  }

  /** Lets nodes endorse whatever they have checked themselves under this name, and nothing else that the policy does not name. */
  public GuardBuilder endorse(String name) {
    return endorse(name, Optional.empty());
  }

  /** Lets nodes endorse nothing but what {@code endorse(...)} names. */
  public GuardBuilder onlyEndorsable() {
    onlyEndorsable = true;
    return this;
  }

  private GuardBuilder endorse(String name, Optional<ClosedType<?>> type) {
    if (name.isBlank() || endorsable.put(name, type) != null) {
      throw new InvalidPolicyException("the endorsement '" + Visible.escape(name)
          + "' has no name or stands twice; name each once, as ctx.endorse(...) does");
    }
    return onlyEndorsable();
  }

  void inherit(String role, String parent) {
    parents.computeIfAbsent(role, r -> new HashSet<>()).add(parent);
  }

  void add(RoleRule rule) {
    rules.add(rule);
  }

  void changeLast(UnaryOperator<RoleRule> change) {
    if (rules.isEmpty()) {
      throw new InvalidPolicyException(
          "there is no line before this one; write may(...) first, then what it is bound to");
    }
    rules.add(change.apply(rules.remove(rules.size() - 1)));
  }

  /**
   * Builds the guard.
   *
   * @throws InvalidPolicyException with all faults at once
   */
  public StandardGuard build() {
    Policy policy = new Policy(
        rules,
        forbidden,
        off,
        accepted,
        domains,
        parents,
        declared,
        governors,
        approval,
        onlyDeclared,
        quotas,
        onlyEndorsable ? Optional.of(new Endorsable(endorsable)) : Optional.empty());
    List<String> faults = PolicyLint.faults(policy, tools);
    if (!faults.isEmpty()) {
      throw new InvalidPolicyException(
          "the policy has " + faults.size() + " fault(s):\n- " + String.join("\n- ", faults));
    }
    return new StandardGuard(policy);
  }
}
