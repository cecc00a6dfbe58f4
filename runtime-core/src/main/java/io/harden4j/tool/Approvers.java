package io.harden4j.tool;

import io.harden4j.identity.Principal;
import java.util.List;

/**
 * Who has to agree to a question.
 *
 * @param people how many different people
 * @param others whether the principal of the run is none of them
 */
record Approvers(int people, boolean others) {
  static Approvers of(List<Obligation> obligations) {
    int people = 1;
    boolean others = false;
    for (Obligation obligation : obligations) {
      if (obligation.name().equals(Obligation.APPROVERS)) {
        people = Math.max(people, "1".equals(obligation.parameters().get("people")) ? 1 : 2);
        others |= Boolean.parseBoolean(obligation.parameters().get("others"));
      }
    }
    return new Approvers(people, others);
  }

  boolean accepts(String by, Principal principal) {
    return !others || !by.equals(principal.id());
  }
}
