package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Page;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks listings of a store page by page. */
public final class Heads {
  private static final int PAGE = 500;

  private Heads() {}

  /** Shows every item of a query until {@code each} says false. Returns whether all were shown. */
  public static boolean each(
      CheckpointStore store, CheckpointQuery query, Predicate<CheckpointInfo> each) {
    @Nullable String cursor = null;
    do {
      Page<CheckpointInfo> page = store.list(query.page(cursor, PAGE));
      for (CheckpointInfo info : page.items()) {
        if (!each.test(info)) {
          return false;
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return true;
  }
}
