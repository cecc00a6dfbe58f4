package io.harden4j.guard.policy;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.ControlStore.Flag;
import java.util.Optional;

/**
 * Which run keeps which policy, and the texts of the policies, where all processes find them. Texts and runs have spaces of their own: whoever lists a tenant's
 * flags does not read them.
 */
final class PolicyArchive {
  private static final String TEXTS = "*policies";
  private static final String RUNS = "*policy-of-run/";

  private final ControlStore store;

  PolicyArchive(ControlStore store) {
    this.store = store;
  }

  /** Keeps the text of a policy under its hash; one that is there stays. */
  void put(String hash, String text) {
    store.setFlag(TEXTS, hash, text, 0);
  }

  Optional<String> text(String hash) {
    return store.flag(TEXTS, hash).map(Flag::value);
  }

  /** Returns the hash that a run is bound to: the one its first call in any process came under. */
  String bind(String tenant, String run, String hash) {
    Optional<Flag> there = store.flag(RUNS + tenant, run);
    if (there.isPresent()) {
      return there.get().value();
    }
    return store.setFlag(RUNS + tenant, run, hash, 0)
        ? hash
        : store.flag(RUNS + tenant, run).map(Flag::value).orElse("");
  }
}
