package io.harden4j.guard;

import io.harden4j.identity.Principal;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who gets to see what a call carries, in the words of labels. */
final class Receivers {
  private Receivers() {}

  /** Returns the readers behind the destinations of a call; everyone where one of them is outside, or where none is named. */
  static Readers of(GuardRequest request, List<Leaf> leaves, Policy policy) {
    Set<String> readers = new HashSet<>();
    boolean named = false;
    for (Leaf leaf : leaves) {
      if (leaf.role() == ArgumentRole.DESTINATION || leaf.role() == ArgumentRole.URL) {
        named = true;
        Optional<String> reader = reader(request.principal(), leaf.text(), policy);
        if (reader.isEmpty()) {
          return Readers.EVERYONE;
        }
        readers.add(reader.get());
      }
    }
    return named ? new Readers(false, readers) : Readers.EVERYONE;
  }

  private static Optional<String> reader(Principal who, String destination, Policy policy) {
    Optional<EmailAddress> address = EmailAddress.parse(destination);
    String own = who.attributes().getOrDefault("email", "");
    if (address.isPresent() && EmailAddress.parse(own).equals(address)) {
      return Optional.of("user:" + who.id());
    }
    boolean inside = address.map(a -> policy.domains().contains(a.domain())).orElse(false);
    return inside ? Optional.of("tenant:" + who.tenant().id()) : Optional.empty();
  }

  /** Says whether all receivers are among the readers; the principal belongs to his tenant. */
  static boolean maySee(Readers readers, Readers receivers, Principal who) {
    if (readers.everyone()) {
      return true;
    }
    boolean tenant = readers.ids().contains("tenant:" + who.tenant().id());
    return !receivers.everyone()
        && receivers.ids().stream()
            .allMatch(r -> readers.ids().contains(r) || (tenant && r.equals("user:" + who.id())));
  }
}
