package io.harden4j.guard;

import io.harden4j.guard.RoleRule.Kind;
import io.harden4j.tool.Obligation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What one role may do. A tool is named {@code server.tool}; {@code *} stands for all of a half, or ends a prefix: {@code orders.*},
 * {@code orders.find_*}. Where several lines of one role fit a call, the strictest wins, in whatever order they stand; where several roles of a
 * principal fit, the most permissive role wins, so that a role never takes away what another gives. Not thread-safe.
 */
public final class RoleBuilder {
  private final GuardBuilder guard;
  private final String role;

  RoleBuilder(GuardBuilder guard, String role) {
    this.guard = guard;
    this.role = role;
  }

  /** Permits the tools of a pattern, within the default rules. */
  public RoleBuilder may(String pattern) {
    return may(pattern, arguments -> {});
  }

  /** Permits the tools of a pattern for arguments that meet the demands. */
  public RoleBuilder may(String pattern, Consumer<ArgumentRules> arguments) {
    return add(Kind.MAY, pattern, Approval.DEFAULT, arguments);
  }

  /** Permits the tools of a pattern once anyone of the tenant but the agent has agreed, within 24 hours. */
  public RoleBuilder mayAfterApproval(String pattern) {
    return mayAfterApproval(pattern, by -> by);
  }

  /** Permits the tools of a pattern once somebody has agreed: {@code by -> by.role("supervisor").within(Duration.ofHours(4))}. */
  public RoleBuilder mayAfterApproval(String pattern, UnaryOperator<Approval> by) {
    return mayAfterApproval(pattern, by, arguments -> {});
  }

  /** Permits the tools of a pattern once somebody has agreed, for arguments that meet the demands. */
  public RoleBuilder mayAfterApproval(
      String pattern, UnaryOperator<Approval> by, Consumer<ArgumentRules> arguments) {
    return add(Kind.AFTER_APPROVAL, pattern, by.apply(Approval.DEFAULT), arguments);
  }

  /** Takes the tools of a pattern out of what this role may; other roles are not touched (see {@link GuardBuilder#nobodyMay}). */
  public RoleBuilder mayNot(String pattern) {
    return add(Kind.MAY_NOT, pattern, Approval.DEFAULT, arguments -> {});
  }

  /** Lets a governor check the calls of the line before, by the name under which {@link GuardBuilder#governor} knows it. */
  public RoleBuilder checkedBy(String governor) {
    guard.changeLast(rule -> rule.with(rule.obligations(), plus(rule.governors(), governor)));
    return this;
  }

  /** Binds the permission of the line before to a condition, which the runtime's handler of this name fulfils; where there is none, the call is denied. */
  public RoleBuilder obliged(String obligation, Map<String, String> parameters) {
    Obligation condition = new Obligation(obligation, parameters);
    guard.changeLast(rule -> rule.with(plus(rule.obligations(), condition), rule.governors()));
    return this;
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }

  /** Gives the role all that another may; what the other must not, this one still may, if a line of its own says so. */
  public RoleBuilder inherits(String other) {
    guard.inherit(role, other);
    return this;
  }

  private RoleBuilder add(
      Kind kind, String pattern, Approval approval, Consumer<ArgumentRules> arguments) {
    ArgumentRules rules = new ArgumentRules();
    arguments.accept(rules);
    guard.add(RoleRule.of(role, kind, ToolPattern.parse(pattern), approval, rules));
    return this;
  }

  /** Goes on with another role. */
  public RoleBuilder role(String next) {
    return guard.role(next);
  }

  /** Goes back to what holds for everybody. */
  public GuardBuilder and() {
    return guard;
  }

  /** Builds the guard; see {@link GuardBuilder#build()}. */
  public StandardGuard build() {
    return guard.build();
  }
}
