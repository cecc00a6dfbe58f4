package io.harden4j.run;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to a thread: durable in a hidden thread beside it, so that they can be sent while somebody runs the thread. An event is taken by one
 * call and stays until that call's effect is recorded: a crash in between takes the same one again. Thread-safe.
 */
final class Mail {
  private static final JsonCodec<Item> ITEM = JsonCodec.of(Item.class);
  private static final JsonCodec<List<String>> IDS = JsonCodec.listOf(String.class);
  private static final String IDS_KEY = "ids";
  private static final int MOST_IDS = 256;
  private static final GraphVersion GRAPH = new GraphVersion("\u0001mail", 1, "");
  private static final RunOptions PATIENT =
      RunOptions.thread("mail").whenBusy(BusyPolicy.QUEUE).patience(Duration.ofSeconds(30));

  /**
   * An event.
   *
   * @param name  its name
   * @param json  its value
   * @param taker what took it, or null
   */
  private record Item(String name, String json, @Nullable String taker) {
    Item takenBy(String by) {
      return new Item(name, json, by);
    }
  }

  private final Parts parts;
  private final Leasing leasing;

  Mail(Parts parts) {
    this.parts = parts;
    this.leasing = new Leasing(parts);
  }

  /** Puts an event behind the others. One whose id was put before is ignored; an empty id is never the same. */
  void put(ThreadKey thread, String name, String id, String json, Label label) {
    changing(thread, box -> {
      if (!id.isEmpty() && box.ids().contains(id)) {
        return false;
      }
      if (!id.isEmpty()) {
        box.remember(id);
      }
      box.add(new Item(name, json, null), label);
      return true;
    });
  }

  /** Says whether an event of this name waits for a taker. Takes no lease. */
  boolean has(ThreadKey thread, String name) {
    return read(thread).anyFor(name, "");
  }

  /** Takes the oldest event of this name for {@code taker}: the same one each time it asks. */
  Optional<Labeled<String>> take(ThreadKey thread, String name, String taker) {
    if (!read(thread).anyFor(name, taker)) {
      return Optional.empty();
    }
    return changing(thread, box -> box.take(name, taker));
  }

  /** Drops what {@code taker} took: its effect is recorded. */
  void forget(ThreadKey thread, String taker) {
    changing(thread, box -> box.drop(taker));
  }

  /** Drops all events of a thread, received or not. */
  void delete(ThreadKey thread) {
    if (read(thread).exists()) {
      leasing.holding(Hidden.mailOf(thread), PATIENT, lease -> {
        parts.store().deleteThread(lease);
        return true;
      });
    }
  }

  private Box read(ThreadKey thread) {
    ThreadKey own = Hidden.mailOf(thread);
    return new Box(own, parts.store().head(own, CheckpointRef.MAIN).orElse(null));
  }

  private <T> T changing(ThreadKey thread, Function<Box, T> change) {
    return leasing.holding(Hidden.mailOf(thread), PATIENT, lease -> {
      Box box = read(thread);
      T result = change.apply(box);
      box.save(lease);
      return result;
    });
  }

  /** The box as it is, and what changes in it. */
  private final class Box {
    private final ThreadKey own;
    private final @Nullable Checkpoint head;
    private final TreeMap<String, KeyEntry> entries = new TreeMap<>();
    private final List<KeyEntry> changed = new ArrayList<>();
    private boolean dropped;

    Box(ThreadKey own, @Nullable StoredState state) {
      this.own = own;
      this.head = state == null ? null : state.checkpoint();
      if (state != null) {
        state.entries().values().forEach(chain -> {
          KeyEntry newest = chain.get(chain.size() - 1);
          entries.put(newest.key(), newest);
        });
      }
    }

    private PayloadAddress address(String key, long version) {
      return new PayloadAddress.Key(own, SlotWriter.ANY_BRANCH, "", key, version);
    }

    private Labeled<Item> open(KeyEntry e) {
      return parts.vault().open(address(e.key(), e.version()), ITEM, e.data());
    }

    boolean exists() {
      return head != null;
    }

    List<String> ids() {
      KeyEntry e = entries.get(IDS_KEY);
      return e == null
          ? List.of()
          : parts.vault().open(address(IDS_KEY, e.version()), IDS, e.data()).value();
    }

    void remember(String id) {
      List<String> all = new ArrayList<>(ids());
      all.add(id);
      List<String> last = all.subList(Math.max(0, all.size() - MOST_IDS), all.size());
      long version = version(IDS_KEY);
      write(new KeyEntry(
          "",
          IDS_KEY,
          version,
          KeyEntry.Kind.SNAPSHOT,
          parts.vault().seal(address(IDS_KEY, version), IDS, List.copyOf(last), Label.SYSTEM)));
    }

    void add(Item item, Label label) {
      write(String.format("e%019d", head == null ? 1 : head.ref().seq() + 1), item, label);
    }

    private void write(String key, Item item, Label label) {
      long version = version(key);
      write(new KeyEntry(
          "",
          key,
          version,
          KeyEntry.Kind.SNAPSHOT,
          parts.vault().seal(address(key, version), ITEM, item, label)));
    }

    private long version(String key) {
      KeyEntry there = entries.get(key);
      return there == null ? 1 : there.version() + 1;
    }

    private void write(KeyEntry entry) {
      entries.put(entry.key(), entry);
      changed.add(entry);
    }

    private List<KeyEntry> items() {
      return entries.values().stream().filter(e -> !e.key().equals(IDS_KEY)).toList();
    }

    boolean anyFor(String name, String taker) {
      return items().stream()
          .map(e -> open(e).value())
          .anyMatch(i -> i.name().equals(name) && (i.taker() == null || taker.equals(i.taker())));
    }

    Optional<Labeled<String>> take(String name, String taker) {
      KeyEntry free = null;
      for (KeyEntry e : items()) {
        Item item = open(e).value();
        if (item.name().equals(name) && taker.equals(item.taker())) {
          return Optional.of(value(e));
        } else if (item.name().equals(name) && item.taker() == null && free == null) {
          free = e;
        }
      }
      if (free == null) {
        return Optional.empty();
      }
      Labeled<Item> taken = open(free);
      write(free.key(), taken.value().takenBy(taker), taken.label());
      return Optional.of(Labeled.of(taken.value().json(), taken.label()));
    }

    private Labeled<String> value(KeyEntry e) {
      Labeled<Item> item = open(e);
      return Labeled.of(item.value().json(), item.label());
    }

    boolean drop(String taker) {
      for (KeyEntry e : items()) {
        if (taker.equals(open(e).value().taker())) {
          entries.remove(e.key());
          dropped = true;
        }
      }
      return dropped;
    }

    /** Writes what changed. Nothing stays of a box that is empty. */
    void save(Lease lease) {
      if (entries.isEmpty() && head != null) {
        parts.store().deleteThread(lease);
      } else if (dropped || !changed.isEmpty()) {
        Map<String, Long> versions = new HashMap<>();
        entries.values().forEach(e -> versions.put(e.key(), e.version()));
        CheckpointRef at = head == null ? CheckpointRef.none(own, CheckpointRef.MAIN) : head.ref();
        parts.store().commit(lease, at, StepCommit.of(checkpoint(versions), List.copyOf(changed)));
        parts.store().prune(lease, new PrunePolicy(1));
      }
    }

    private Checkpoint checkpoint(Map<String, Long> versions) {
      return new Checkpoint(
          CheckpointRef.none(own, CheckpointRef.MAIN),
          head == null ? null : head.ref(),
          new RunId("mail"),
          0,
          Cause.STEP,
          0,
          0,
          GRAPH,
          versions,
          0,
          List.of(),
          List.of(),
          RunStatus.COMPLETED,
          Spent.NOTHING,
          "",
          Map.of(),
          parts.clock().instant());
    }
  }
}
