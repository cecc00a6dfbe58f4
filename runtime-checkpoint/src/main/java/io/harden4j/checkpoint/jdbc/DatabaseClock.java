package io.harden4j.checkpoint.jdbc;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time of the database's machine, so that processes on machines whose clocks differ agree on when a lease ends. Asked for every half
 * minute; in between it goes on by this machine's steady clock, which does not jump when somebody sets the time. Thread-safe.
 */
final class DatabaseClock implements StoreClock {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** A time of the database, and where the steady clock stood then. */
  private record Reading(Instant at, long nanos) {}

  private final Transactions transactions;
  private volatile @Nullable Reading last;

  DatabaseClock(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void refresh() {
    Reading reading = last;
    if (reading == null || System.nanoTime() - reading.nanos() > FRESH.toNanos()) {
      last = read();
    }
  }

  @Override
  public Instant instant() {
    Reading reading = last;
    if (reading == null) {
      throw new IllegalStateException("the clock was not read yet");
    }
    return reading.at().plusNanos(System.nanoTime() - reading.nanos());
  }

  private Reading read() {
    long micros = transactions.read(
        "read the time",
        db -> db.first(Read.of(
                "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
                r -> r.getLong(1)))
            .orElseThrow());
    return new Reading(Instant.EPOCH.plusNanos(micros * 1_000), System.nanoTime());
  }
}
