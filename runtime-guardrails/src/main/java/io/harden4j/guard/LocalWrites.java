package io.harden4j.guard;

import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The default rule on writes that only the tenant sees: under untrusted control they hit, or make, what the user named. What they write stays free. */
final class LocalWrites {
  private static final Set<ArgumentRole> NAMED = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.PATH,
      ArgumentRole.NAME,
      ArgumentRole.SECRET);

  private final Policy policy;

  LocalWrites(Policy policy) {
    this.policy = policy;
  }

  void check(GuardRequest request, List<Leaf> leaves, Grounds grounds, List<Finding> findings) {
    if (!policy.has(DefaultRule.LOCAL_WRITE)) {
      return;
    }
    List<Leaf> named =
        leaves.stream().filter(leaf -> NAMED.contains(leaf.role())).toList();
    if (named.isEmpty() && !areUsersWords(leaves, grounds)) {
      findings.add(Finding.ask(
          DefaultRule.LOCAL_WRITE.id(),
          "untrusted text led to this change, and nothing in it names what the user wanted"));
    }
    named.stream()
        .filter(leaf -> !InformationFlow.isTrusted(request.argument(leaf.pointer())))
        .forEach(leaf -> findings.add(Finding.ask(
            DefaultRule.LOCAL_WRITE.id(),
            "argument " + Visible.escape(leaf.pointer()) + " (" + leaf.role()
                + ") comes from untrusted text: the user named nothing of it")));
  }

  private static boolean areUsersWords(List<Leaf> leaves, Grounds grounds) {
    return !leaves.isEmpty()
        && leaves.stream().allMatch(leaf -> leaf.isName() || grounds.isUsersText(leaf.text()));
  }
}
