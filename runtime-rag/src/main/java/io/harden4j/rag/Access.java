package io.harden4j.rag;

import io.harden4j.identity.Principal;
import io.harden4j.label.Readers;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who a principal is in the words of {@link Readers}: its tenant, itself, its groups. */
final class Access {
  private final Set<String> names;

  private Access(Set<String> names) {
    this.names = names;
  }

  static Access of(Principal principal) {
    Set<String> names = principal.groups().stream()
        .map(g -> "group:" + g)
        .collect(Collectors.toCollection(HashSet::new));
    names.add("user:" + principal.id());
    names.add("tenant:" + principal.tenant().id());
    return new Access(names);
  }

  boolean mayRead(Readers readers) {
    return readers.everyone() || !Collections.disjoint(readers.ids(), names);
  }
}
