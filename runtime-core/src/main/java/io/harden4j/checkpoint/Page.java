package io.harden4j.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param items the items; copied
 * @param next  cursor to pass for the next page, or null if this was the last; stable while rows are inserted
 * @param <T>   kind of item
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }
}
