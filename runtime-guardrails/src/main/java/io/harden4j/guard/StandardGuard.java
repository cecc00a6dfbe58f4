package io.harden4j.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.guard.Authorization.Verdict;
import io.harden4j.label.Label;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The guard of the standard profile: roles with permitted tools and demands on arguments, and the default rules of {@link DefaultRule}. Denies what no
 * line permits; any denial beats any question, any question beats a permission. Fails closed: whatever goes wrong inside is a denial with the code
 * {@code GUARD_ERROR}.
 *
 * <p>No roles, untrusted text or both never make a verdict laxer than more roles or trusted text would. An approval does not change what this guard says:
 * the gate compares the grant with the decision, made anew from the roles of that moment.
 *
 * <p><b>Thread safety.</b> Immutable; a decision is a pure function of the request.
 */
public final class StandardGuard implements Guard {
  private final Policy policy;
  private final String text;
  private final String hash;
  private final Authorization authorization;
  private final ArgumentHygiene hygiene;
  private final InformationFlow flow;
  private final BiFunction<GuardRequest, List<Finding>, List<Finding>> change;

  StandardGuard(Policy policy) {
    this(policy, (request, findings) -> findings);
  }

  private StandardGuard(
      Policy policy, BiFunction<GuardRequest, List<Finding>, List<Finding>> change) {
    this.policy = policy;
    this.change = change;
    this.text = policy.text();
    this.hash = policy.hash();
    this.authorization = new Authorization(policy);
    this.hygiene = new ArgumentHygiene(policy);
    this.flow = new InformationFlow(policy);
  }

  /** Returns this guard with a fault built in, for tests that have to notice it. */
  StandardGuard mutated(BiFunction<GuardRequest, List<Finding>, List<Finding>> fault) {
    return new StandardGuard(policy, fault);
  }

  /** Starts a policy that permits nothing. */
  public static GuardBuilder builder() {
    return new GuardBuilder();
  }

  @Override
  public Decision decide(GuardRequest request) {
    try {
      Grounds grounds = new Grounds(request.sources());
      return decideOrThrow(grounded(declared(request), grounds), grounds);
    } catch (RuntimeException | StackOverflowError e) {
      return new Decision.Deny(
          "guard-error",
          "GUARD_ERROR",
          "This tool is not available.",
          "the guard failed and denies: " + e.getClass().getName()
              + " (its message may hold arguments and is left out)");
    }
  }

  /** Takes the policy's word on what the tool is beside the tool's own. */
  private GuardRequest declared(GuardRequest request) {
    ToolDeclaration known = policy.declared().get(request.call().tool().qualifiedName());
    if (known == null) {
      return request;
    }
    ToolDeclaration graver = DeclarationText.graver(
        request.declaration(), known.forCall(request.call().arguments()));
    return new GuardRequest(
        request.principal(),
        request.run(),
        request.thread(),
        request.node(),
        request.call(),
        graver,
        request.control(),
        request.arguments(),
        request.sources(),
        request.at());
  }

  /** Labels each argument by the texts the node has read, where the caller did not label it: a value the user wrote is the user's. */
  private static GuardRequest grounded(GuardRequest request, Grounds grounds) {
    if (request.sources().isEmpty()) {
      return request;
    }
    Map<String, Label> labels = new HashMap<>();
    for (Leaf leaf :
        Leaf.of(request.call().arguments().tree(), request.declaration().roles())) {
      labels.put(leaf.pointer(), grounds.label(leaf, request.control()));
    }
    labels.putAll(request.arguments());
    return new GuardRequest(
        request.principal(),
        request.run(),
        request.thread(),
        request.node(),
        request.call(),
        request.declaration(),
        request.control(),
        labels,
        request.sources(),
        request.at());
  }

  private Decision decideOrThrow(GuardRequest request, Grounds grounds) {
    ObjectNode arguments = request.call().arguments().tree();
    List<Leaf> leaves = Leaf.of(arguments, request.declaration().roles());
    Verdict verdict = authorization.decide(request, arguments);
    List<Finding> found = new ArrayList<>();
    verdict.finding().ifPresent(found::add);
    sameTenant(request).ifPresent(found::add);
    found.addAll(hygiene.check(request, arguments));
    found.addAll(flow.check(request, leaves, grounds));
    List<Finding> findings = change.apply(request, found);
    Optional<Finding> denial = findings.stream().filter(Finding::denies).findFirst();
    if (denial.isPresent()) {
      Finding d = denial.get();
      return new Decision.Deny(d.rule(), d.code(), d.toModel(), d.reason());
    }
    List<Obligation> obligations = new ArrayList<>(Directed.obligations(request, leaves, grounds));
    obligations.addAll(verdict.obligations());
    obligations.addAll(policy.quotas(request.call().tool()));
    Decision decision = findings.isEmpty()
        ? new Decision.Allow(verdict.rule(), request.call(), obligations)
        : ask(request, leaves, findings, obligations);
    return Governors.check(policy, verdict.governors(), request, decision);
  }

  private Decision ask(
      GuardRequest request,
      List<Leaf> leaves,
      List<Finding> reasons,
      List<Obligation> obligations) {
    Approval approval = reasons.stream()
        .map(reason -> reason.approval().orElse(policy.approval()))
        .reduce(Approval::and)
        .orElse(policy.approval());
    List<Obligation> conditions = new ArrayList<>(obligations);
    conditions.addAll(approval.obligations());
    return new Decision.AskHuman(
        reasons.get(0).rule(),
        request.call(),
        ApprovalQuestion.text(request, leaves, reasons),
        approval.role(),
        approval.within(),
        conditions);
  }

  private Optional<Finding> sameTenant(GuardRequest request) {
    boolean same = request.thread().tenant().equals(request.principal().tenant().id());
    return same || !policy.has(DefaultRule.SAME_TENANT)
        ? Optional.empty()
        : Optional.of(Finding.deny(
            DefaultRule.SAME_TENANT.id(),
            "NOT_PERMITTED",
            "This tool may not be used here.",
            "the thread belongs to another tenant than the principal"));
  }

  /** Returns the denial of what this policy takes away by name: {@code nobodyMay}, or {@code mayNot} in every role of the principal that permits it. */
  public Optional<Decision.Deny> prohibits(GuardRequest request) {
    return authorization
        .prohibition(request)
        .map(d -> new Decision.Deny(d.rule(), d.code(), d.toModel(), d.reason()));
  }

  /** Says whether the policy endorses the value under its name; where it names none, the application's code decides. */
  @Override
  public boolean endorses(EndorsementRequest request) {
    return policy
        .endorsable()
        .map(of -> of.permits(request.endorsement().name(), request.value()))
        .orElse(true);
  }

  @Override
  public String name() {
    return "standard";
  }

  @Override
  public String policyHash() {
    return hash;
  }

  /** Returns the whole policy as text, one line a rule, in a canonical order. Its SHA-256 is {@link #policyHash()}. */
  public String describe() {
    return text;
  }
}
