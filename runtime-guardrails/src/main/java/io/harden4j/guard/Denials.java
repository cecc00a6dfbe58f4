package io.harden4j.guard;

import io.harden4j.guard.ArgumentCheck.Fault;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import java.util.Set;
import java.util.TreeSet;

/** Says to a human why a call was denied and which line would permit it. */
final class Denials {
  private Denials() {}

  static String forbidden(GuardRequest request, String pattern) {
    return who(request) + ": nobodyMay(\"" + pattern + "\") forbids it to everybody";
  }

  static String undeclared(GuardRequest request) {
    StringBuilder draft = new StringBuilder("    arguments:");
    request
        .call()
        .arguments()
        .tree()
        .fieldNames()
        .forEachRemaining(name -> draft
            .append("\n      ")
            .append(Visible.quote(name))
            .append(": ")
            .append(DeclarationDraft.role(name, "")));
    boolean none = request.call().arguments().tree().isEmpty();
    return who(request)
        + ": the policy does not say what it is. Under tools, write for a human to review:\n  "
        + Visible.quote(request.call().tool().qualifiedName()) + ":\n    sink: "
        + DeclarationDraft.sink(request.call().tool().name(), "", false)
        + (none ? "" : "\n" + draft);
  }

  static String takenOut(GuardRequest request, RoleRule rule) {
    return who(request) + ": mayNot(\"" + rule.pattern() + "\") takes it out of role '"
        + Visible.escape(rule.role()) + "'";
  }

  static String faulty(GuardRequest request, RoleRule rule, Fault fault) {
    return who(request) + " with these arguments: " + fault.text() + " (" + rule.id() + ")";
  }

  static String absent(Policy policy, GuardRequest request) {
    Set<String> roles = new TreeSet<>(request.principal().roles());
    Set<String> known = policy.roles();
    String role = roles.stream()
        .filter(known::contains)
        .findFirst()
        .or(() -> roles.stream().findFirst())
        .orElse("agent");
    String tool = Visible.escape(request.call().tool().qualifiedName());
    return who(request) + "." + why(policy, request, roles, known) + " To permit it, write .role("
        + Visible.quote(role) + ")." + verb(request.declaration().sink()) + "(\"" + tool + "\")";
  }

  private static String why(
      Policy policy, GuardRequest request, Set<String> roles, Set<String> known) {
    if (request.call().tool().server().indexOf('.') >= 0) {
      return " Its server's name holds a dot, so no pattern can name it: register the server under another name.";
    }
    if (roles.stream().noneMatch(known::contains)) {
      return " The policy knows the roles " + known + " only.";
    }
    boolean wildcard = policy.rules().stream()
        .anyMatch(rule ->
            roles.contains(rule.role()) && rule.pattern().matches(request.call().tool()));
    return wildcard
        ? " A wildcard never covers a tool that can " + request.declaration().sink() + "."
        : " No line of its roles names the tool.";
  }

  private static String verb(Sink sink) {
    return switch (sink) {
      case SPEND, DELETE, GRANT, EXECUTE -> "mayAfterApproval";
      default -> "may";
    };
  }

  private static String who(GuardRequest request) {
    return "tool '" + Visible.escape(request.call().tool().qualifiedName()) + "' ("
        + request.declaration().sink() + ") is not permitted for "
        + Visible.escape(request.principal().describe());
  }
}
