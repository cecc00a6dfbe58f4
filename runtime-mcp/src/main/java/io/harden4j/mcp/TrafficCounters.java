package io.harden4j.mcp;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a server sent that nobody waited for, over all of its restarts. Thread-safe. */
final class TrafficCounters {
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder unknownIds = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder oversized = new LongAdder();

  /** Counts a line that is no message. Returns true when it is worth a warning: the first, the tenth, the hundredth. */
  boolean unreadable() {
    unreadable.increment();
    long n = unreadable.sum();
    while (n >= 10 && n % 10 == 0) {
      n /= 10;
    }
    return n == 1;
  }

  void late() {
    late.increment();
  }

  void unknownId() {
    unknownIds.increment();
  }

  void refusedRequest() {
    refused.increment();
  }

  void ignoredNotification() {
    ignored.increment();
  }

  void oversized() {
    oversized.increment();
  }

  McpServerStatus.Traffic read() {
    return new McpServerStatus.Traffic(
        unreadable.sum(),
        oversized.sum(),
        late.sum(),
        unknownIds.sum(),
        refused.sum(),
        ignored.sum());
  }
}
