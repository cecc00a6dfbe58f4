package io.harden4j.run;

import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.effect.Budget;
import io.harden4j.graph.StateKey;
import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.label.Label;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with that any process needs to go on with it. Kept with the state under a key that no graph can declare, so that it is sealed,
 * forked, migrated and copied like the rest; written only when it differs from what the thread had.
 *
 * @param principal  id of whom the run acts for; the tenant is the thread's
 * @param roles      roles, in order
 * @param groups     groups, in order
 * @param attributes attributes
 * @param budget     bounds of the run, or null for the runtime's
 * @param durability when it becomes durable, or null for the runtime's
 */
record Charter(
    String principal,
    List<String> roles,
    List<String> groups,
    Map<String, String> attributes,
    @Nullable Budget budget,
    @Nullable Durability durability) {
  /** Where it is kept: a control character begins no key of an application that anybody reads. */
  static final StateKey<Charter> KEY = StateKey.of("\u0001run", Charter.class).secret();

  private static final JsonCodec<Charter> CODEC = JsonCodec.of(Charter.class);

  Charter {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
    attributes = Map.copyOf(attributes);
  }

  static Charter of(Principal who, RunOptions options) {
    return new Charter(
        who.id(),
        List.copyOf(new TreeSet<>(who.roles())),
        List.copyOf(new TreeSet<>(who.groups())),
        new TreeMap<>(who.attributes()),
        options.budget().orElse(null),
        options.durability().orElse(null));
  }

  /** Returns the charter of a thread's newest run, or empty where it was started without one. */
  static Optional<Charter> of(StoredState stored, PayloadVault vault) {
    List<KeyEntry> chain = stored.entries().get(KEY.name());
    if (chain == null) {
      return Optional.empty();
    }
    KeyEntry newest = chain.get(chain.size() - 1);
    PayloadAddress.Key address = new PayloadAddress.Key(
        stored.checkpoint().ref().thread(),
        SlotWriter.ANY_BRANCH,
        "",
        KEY.name(),
        newest.version());
    return Optional.of(vault.open(address, CODEC, newest.data()).value());
  }

  /** Returns the changes that make this the thread's charter: none if it is. */
  List<Reducer.Change> changes(LiveState state) {
    Space root = state.root();
    int slot = root.graph().slot(KEY);
    Space.Slot there = root.slot(slot);
    return there != null && there.value().equals(this)
        ? List.of()
        : List.of(new Reducer.Change("", slot, this, null, Label.SYSTEM));
  }

  /** Returns options with what the run was started with, where they do not say anything themselves. */
  RunOptions complete(RunOptions options) {
    RunOptions bounded =
        budget == null || options.budget().isPresent() ? options : options.budget(budget);
    return durability == null || options.durability().isPresent()
        ? bounded
        : bounded.durability(durability);
  }

  /** Returns whom the run acts for. */
  Principal principal(String tenant) {
    return new Principal(
        principal, new Tenant(tenant), Set.copyOf(roles), Set.copyOf(groups), attributes);
  }
}
