package io.harden4j.run;

import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.StateKey;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies changes to spaces and, for a durable run, encodes them as entries: deltas where the key stores them, with a snapshot now and then. */
final class SlotWriter {
  /** Line of every key entry's address: entries are shared by the branches that descend from them. */
  static final String ANY_BRANCH = PayloadAddress.ANY_BRANCH;

  private static final int MIN_DELTAS = 16;
  private static final int MAX_DELTAS = 512;

  private final @Nullable PayloadVault vault;
  private final ThreadKey thread;
  private List<KeyEntry> entries = List.of();

  /** @param vault seals entries, or null for a run that records nothing */
  SlotWriter(@Nullable PayloadVault vault, ThreadKey thread) {
    this.vault = vault;
    this.thread = thread;
  }

  List<KeyEntry> entries() {
    return entries;
  }

  /** Returns the spaces with the changes applied. */
  Map<String, Space> apply(Map<String, Space> spaces, List<Reducer.Change> changes) {
    if (changes.isEmpty()) {
      return spaces;
    }
    if (spaces.size() == 1) {
      Space only = spaces.values().iterator().next();
      Space.@Nullable Slot[] slots = new Space.Slot[only.size()];
      for (Reducer.Change change : changes) {
        slots[change.slot()] = slot(only, change);
      }
      return Map.of(only.ns(), only.with(slots));
    }
    Map<String, Space.@Nullable Slot[]> byNs = new HashMap<>();
    for (Reducer.Change change : changes) {
      Space space = java.util.Objects.requireNonNull(spaces.get(change.ns()), change.ns());
      byNs.computeIfAbsent(change.ns(), ns -> new Space.Slot[space.size()])[change.slot()] =
          slot(space, change);
    }
    Map<String, Space> next = new HashMap<>(spaces);
    byNs.forEach((ns, slots) -> next.computeIfPresent(ns, (n, space) -> space.with(slots)));
    return next;
  }

  private Space.Slot slot(Space space, Reducer.Change change) {
    if (vault == null) {
      return new Space.Slot(change.value(), change.label(), 0, 0, 0, 0);
    }
    Space.Slot old = space.slot(change.slot());
    StateKey<?> key = space.graph().key(change.slot());
    long version = old == null ? 1 : old.version() + 1;
    Object added = change.added();
    boolean delta = added != null && old != null && old.version() > 0 && wantsDelta(key, old);
    PayloadAddress.Key address =
        new PayloadAddress.Key(thread, ANY_BRANCH, space.ns(), key.name(), version);
    Payload payload = seal(
        address,
        key,
        delta ? java.util.Objects.requireNonNull(added) : change.value(),
        change.label());
    add(new KeyEntry(
        space.ns(),
        key.name(),
        version,
        delta ? KeyEntry.Kind.DELTA : KeyEntry.Kind.SNAPSHOT,
        payload));
    long bytes = payload.bytes().length;
    return delta && old != null
        ? new Space.Slot(
            change.value(),
            change.label(),
            version,
            old.deltas() + 1,
            old.deltaBytes() + bytes,
            old.snapshotBytes())
        : new Space.Slot(change.value(), change.label(), version, 0, 0, bytes);
  }

  private void add(KeyEntry entry) {
    if (entries.isEmpty()) {
      entries = new ArrayList<>(4);
    }
    entries.add(entry);
  }

  /**
   * A whole value is written for the sake of those who load it. Where additions are appended it holds no fewer bytes than they do, so it only bounds how
   * many there are; otherwise it is written once the additions are as large as the value was.
   */
  private static boolean wantsDelta(StateKey<?> key, Space.Slot old) {
    boolean appended = key.kind() == StateKey.Kind.LIST || key.kind() == StateKey.Kind.MESSAGES;
    return old.deltas() < MIN_DELTAS
        || (old.deltas() < MAX_DELTAS && (appended || old.deltaBytes() < old.snapshotBytes()));
  }

  private <T> Payload seal(PayloadAddress address, StateKey<T> key, Object value, Label label) {
    return seal(java.util.Objects.requireNonNull(vault), address, key, value, label);
  }

  /** Seals a value of a key; a failure names the key. */
  @SuppressWarnings("unchecked")
  static <T> Payload seal(
      PayloadVault vault, PayloadAddress address, StateKey<T> key, Object value, Label label) {
    try {
      return vault.seal(address, key.codec(), (T) value, label);
    } catch (CodecException e) {
      throw new CodecException("state key '" + key.name() + "': " + e.getMessage(), e);
    } catch (ClassCastException e) {
      throw new CodecException(
          "state key '" + key.name() + "' holds a value of another type than it declares", e);
    }
  }
}
