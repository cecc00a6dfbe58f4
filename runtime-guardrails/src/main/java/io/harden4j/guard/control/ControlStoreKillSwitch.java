package io.harden4j.guard.control;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.ControlStore.Flag;
import io.harden4j.effect.KillSwitch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kill switch that all processes on one {@link ControlStore} share. What another process engaged is seen within {@link #STALENESS}; what this one
 * engaged, at once. A store that cannot be read counts as engaged for everything but reading; a flag that cannot be understood, for that too.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class ControlStoreKillSwitch implements KillSwitch {
  /** A flag is never used longer than this after it was read. */
  public static final Duration STALENESS = Duration.ofMillis(500);

  private static final String SPACE = "*";
  private static final String PREFIX = "kill-switch/";
  private static final String ENGAGED = "engaged: ";
  private static final String RELEASED = "released: ";
  private static final int ATTEMPTS = 50;
  private static final Pattern SCOPE =
      Pattern.compile("all|(tenant|principal|run|server|tool|pin):.+", Pattern.DOTALL);

  private record Snapshot(Instant readAt, Map<String, String> values) {}

  private final ControlStore store;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Snapshot snapshot;
  private volatile @Nullable Snapshot lastRead;

  private ControlStoreKillSwitch(ControlStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Returns a switch over a store, with the system's clock. */
  public static ControlStoreKillSwitch over(ControlStore store) {
    return new ControlStoreKillSwitch(store, InstantSource.system());
  }

  /** Returns this switch with another clock for its staleness. */
  public ControlStoreKillSwitch withClock(InstantSource newClock) {
    return new ControlStoreKillSwitch(store, newClock);
  }

  @Override
  public Optional<String> engaged(Set<String> scopes) {
    Map<String, String> values;
    try {
      values = current();
    } catch (RuntimeException e) {
      return Optional.of("the kill switch cannot be read and counts as engaged ("
          + e.getClass().getSimpleName() + "); repair the control store");
    }
    return engaged(scopes, values);
  }

  /** While the store cannot be read, reading goes on unless its scope was stopped when it last could. */
  @Override
  public Optional<String> engagedForRead(Set<String> scopes) {
    Map<String, String> values;
    try {
      values = current();
    } catch (RuntimeException e) {
      Snapshot last = lastRead;
      values = last == null ? Map.of() : last.values();
    }
    return engaged(scopes, values);
  }

  private static Optional<String> engaged(Set<String> scopes, Map<String, String> values) {
    for (String scope : new TreeSet<>(scopes)) {
      String value = values.getOrDefault(PREFIX + scope, RELEASED);
      if (!value.startsWith(RELEASED)) {
        return Optional.of(scope + " is stopped: " + reason(value));
      }
    }
    return Optional.empty();
  }

  private static String reason(String value) {
    return value.startsWith(ENGAGED)
        ? value.substring(ENGAGED.length())
        : "its flag cannot be understood and counts as engaged";
  }

  private Map<String, String> current() {
    Snapshot last = snapshot;
    if (last != null && isFresh(last)) {
      return last.values();
    }
    reading.lock();
    try {
      Snapshot other = snapshot;
      return other != null && isFresh(other) ? other.values() : read();
    } finally {
      reading.unlock();
    }
  }

  private Map<String, String> read() {
    Instant before = clock.instant();
    Map<String, String> values = store.flags(SPACE, PREFIX).stream()
        .collect(Collectors.toUnmodifiableMap(Flag::name, Flag::value));
    Snapshot read = new Snapshot(before, values);
    snapshot = read;
    lastRead = read;
    return values;
  }

  /** A clock that was set back makes nothing fresh. */
  private boolean isFresh(Snapshot last) {
    Duration age = Duration.between(last.readAt(), clock.instant());
    return !age.isNegative() && age.compareTo(STALENESS) < 0;
  }

  /**
   * Stops new effects in a scope, durably.
   *
   * @param scope  a scope as {@link KillSwitch#engaged} lists them
   * @param reason shown where an effect is refused
   */
  public void engage(String scope, String reason) {
    set(scope, ENGAGED, reason);
  }

  /** Lets effects in a scope start again. Other scopes stay as they are. */
  public void release(String scope, String reason) {
    set(scope, RELEASED, reason);
  }

  private void set(String scope, String state, String reason) {
    if (!SCOPE.matcher(scope).matches()) {
      throw new IllegalArgumentException("'" + scope + "' is no scope; use all, tenant:ID,"
          + " principal:TENANT/ID, run:ID, server:NAME, tool:SERVER/NAME or pin:HASH");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("say why: the reason is shown where an effect is refused");
    }
    reading.lock(); // else a reader that began before the change could put its old snapshot back
    try {
      write(scope, state + reason);
      snapshot = null; // what was read last stays for reads: forgetting it could only release
    } finally {
      reading.unlock();
    }
  }

  private void write(String scope, String value) {
    String name = PREFIX + scope;
    for (int i = 0; i < ATTEMPTS; i++) {
      long version = store.flag(SPACE, name).map(Flag::version).orElse(0L);
      if (store.setFlag(SPACE, name, value, version)) {
        return;
      }
    }
    throw new IllegalStateException("the flag of scope '" + scope + "' was changed by others "
        + ATTEMPTS + " times in a row; try again");
  }
}
