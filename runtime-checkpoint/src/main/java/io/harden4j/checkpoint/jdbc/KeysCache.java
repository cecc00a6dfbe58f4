package io.harden4j.checkpoint.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of the checkpoints that were read or written last, so that the next commit upon them need not ask for them. What a
 * checkpoint sees never changes and numbers of threads never come back, so nothing here can be out of date. Thread-safe.
 */
final class KeysCache {
  private static final int MOST_KEYS = 50_000;

  private record Point(long thread, long seq) {}

  private final Map<Point, Keys> newest = new LinkedHashMap<>(16, 0.75f, true);
  private int keys;

  synchronized @Nullable Keys get(long thread, long seq) {
    return newest.get(new Point(thread, seq));
  }

  synchronized void put(long thread, long seq, Keys seen) {
    Keys before = newest.put(new Point(thread, seq), seen);
    keys += weight(seen) - (before == null ? 0 : weight(before));
    var oldest = newest.entrySet().iterator();
    while (keys > MOST_KEYS && oldest.hasNext()) {
      keys -= weight(oldest.next().getValue());
      oldest.remove();
    }
  }

  synchronized void remove(long thread, long seq) {
    Keys gone = newest.remove(new Point(thread, seq));
    keys -= gone == null ? 0 : weight(gone);
  }

  private static int weight(Keys keys) {
    return keys.size() + 10;
  }
}
