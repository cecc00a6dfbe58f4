package io.harden4j.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Which effect's code each thread of an attempt is in. What such code calls is recorded under the outer effect: a replay that finds the outer one recorded
 * does not come past the inner ones, and must not count them. Thread-safe.
 */
final class OuterEffects {
  private static final String IN = " in effect:";

  private @Nullable Map<Thread, String> names;

  /** Runs the code of an effect. */
  <T> T inside(String recordedName, Callable<T> code) throws Exception {
    String before = put(recordedName);
    try {
      return code.call();
    } finally {
      restore(before);
    }
  }

  /** Returns {@code name}, and which effects' code it is called from. */
  synchronized String recordedName(String name) {
    String outer = names == null ? null : names.get(Thread.currentThread());
    return outer == null ? name : name + " in " + outer;
  }

  /** Returns the name without the outer effects. */
  static String ownName(String recordedName) {
    int end = recordedName.indexOf(IN);
    return end < 0 ? recordedName : recordedName.substring(0, end);
  }

  private synchronized @Nullable String put(String name) {
    if (names == null) {
      names = new HashMap<>();
    }
    return names.put(Thread.currentThread(), name);
  }

  private synchronized void restore(@Nullable String before) {
    Map<Thread, String> known = java.util.Objects.requireNonNull(names);
    if (before == null) {
      known.remove(Thread.currentThread());
    } else {
      known.put(Thread.currentThread(), before);
    }
  }
}
