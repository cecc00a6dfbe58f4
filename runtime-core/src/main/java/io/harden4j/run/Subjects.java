package io.harden4j.run;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose data a thread holds: a tag that goes from checkpoint to checkpoint, so that it is there whatever a prune removes. */
final class Subjects {
  private Subjects() {}

  /**
   * Returns the tags of what follows a checkpoint.
   *
   * @param head     the head, or null for a new thread
   * @param fallback whose data it is if no checkpoint says so, or null if that is not known
   */
  static Map<String, String> tags(
      @Nullable Checkpoint head, CheckpointStore store, @Nullable String fallback) {
    return known(head, store)
        .or(() -> Optional.ofNullable(fallback))
        .map(subject -> Map.of(Checkpoint.SUBJECT, subject))
        .orElse(Map.of());
  }

  /** The first checkpoint of a fork has no tags: there the one it was forked from says it. */
  private static Optional<String> known(@Nullable Checkpoint head, CheckpointStore store) {
    if (head == null) {
      return Optional.empty();
    }
    String own = head.tags().get(Checkpoint.SUBJECT);
    CheckpointRef parent = head.parent();
    if (own != null || parent == null) {
      return Optional.ofNullable(own);
    }
    return store.get(parent).map(p -> p.checkpoint().tags().get(Checkpoint.SUBJECT));
  }
}
