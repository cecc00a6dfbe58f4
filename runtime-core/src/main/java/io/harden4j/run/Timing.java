package io.harden4j.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule is due. One of three kinds; the fields of the others are null.
 *
 * @param at     once, at this instant; or the first time of an interval
 * @param every  again and again after this long, counted from the first time so that it does not drift
 * @param daily  each day at this time of the zone; a time that a clock change leaves out is due when the clock has jumped
 * @param zone   zone of the time
 */
record Timing(
    @Nullable Instant at,
    @Nullable Duration every,
    @Nullable LocalTime daily,
    @Nullable String zone) {
  static Timing at(Instant instant) {
    return new Timing(instant, null, null, null);
  }

  static Timing every(Duration interval, Instant first) {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "the interval is " + interval + "; it must be a second or more");
    }
    return new Timing(first, interval, null, null);
  }

  static Timing daily(LocalTime time, ZoneId zone) {
    return new Timing(null, null, time, zone.getId());
  }

  boolean isOnce() {
    return every == null && daily == null;
  }

  /** Returns the first due time after {@code time}, or empty if there is none. */
  Optional<Instant> after(Instant time) {
    if (daily != null && zone != null) {
      return Optional.of(nextDay(daily, ZoneId.of(zone), time));
    } else if (at == null || at.isAfter(time)) {
      return Optional.ofNullable(at);
    } else if (every == null) {
      return Optional.empty();
    }
    long passed = Duration.between(at, time).dividedBy(every);
    return Optional.of(at.plus(every.multipliedBy(passed + 1)));
  }

  private static Instant nextDay(LocalTime time, ZoneId zone, Instant after) {
    ZonedDateTime day = after.atZone(zone);
    Instant due = ZonedDateTime.of(day.toLocalDate(), time, zone).toInstant();
    return due.isAfter(after)
        ? due
        : ZonedDateTime.of(day.toLocalDate().plusDays(1), time, zone).toInstant();
  }

  @Override
  public String toString() {
    if (daily != null) {
      return "daily at " + daily + " " + zone;
    }
    return every == null ? "once at " + at : "every " + every + " from " + at;
  }
}
