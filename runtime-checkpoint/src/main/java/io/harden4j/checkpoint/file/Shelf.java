package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.TaskState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the index knows of the record and the effects of one task. Its thread's index lock guards it. */
final class Shelf {
  /** The newest record of a task. */
  record Ended(int attempt, TaskState state, long seq, Slot slot) {}

  /** A state of an effect, and the one that older checkpoints saw. */
  record Version(
      EffectState state, long seq, Slot slot, @Nullable Version before) {
    /** Returns the newest state that checkpoint {@code last} could see, or null. */
    @Nullable
    Version asOf(long last) {
      Version v = this;
      while (v != null && v.seq > last) {
        v = v.before;
      }
      return v;
    }
  }

  private final Map<EffectKey, Version> effects = new LinkedHashMap<>(4);
  private @Nullable Ended ended;

  @Nullable
  Ended ended() {
    return ended;
  }

  Map<EffectKey, Version> effects() {
    return effects;
  }

  /** Returns how many records it holds, as a prune counts them. */
  long size() {
    return (ended == null ? 0L : 1L) + effects.size();
  }

  /** Puts a record and returns how many bytes it made useless. */
  long put(Ended newest) {
    long dead = ended == null ? 0 : ended.slot().bytes();
    ended = newest;
    return dead;
  }

  /** Puts a state and returns how many bytes it made useless: the state before it, unless an older checkpoint saw that. */
  long put(EffectKey key, EffectState state, long seq, Slot slot) {
    Version there = effects.get(key);
    boolean seen = there == null || there.seq() < seq;
    Version before = there == null || seen ? there : there.before();
    effects.put(key, new Version(state, seq, slot, before));
    return there == null || seen ? 0 : there.slot().bytes();
  }

  long bytes() {
    long sum = ended == null ? 0 : ended.slot().bytes();
    for (Version newest : effects.values()) {
      for (Version v = newest; v != null; v = v.before()) {
        sum += v.slot().bytes();
      }
    }
    return sum;
  }
}
