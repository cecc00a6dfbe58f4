package io.harden4j.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counters, flags and spent grants in the memory of this process. <b>It lives in one process:</b> a restart forgets all of it, and no
 * other process sees it; use a durable store where a kill switch or a tenant's budget must reach every process.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; each operation is atomic.
 */
public final class InMemoryControlStore implements ControlStore {
  private record Name(String tenant, String name) {}

  private final ConcurrentMap<Name, Long> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Name, Flag> flags = new ConcurrentHashMap<>();
  private final Set<Name> spent = ConcurrentHashMap.newKeySet();

  /** Creates an empty store. */
  public InMemoryControlStore() {}

  @Override
  public boolean reserve(String tenant, String counter, long amount, long limit) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount is " + amount + "; reserve 0 or more");
    }
    Name name = new Name(tenant, counter);
    while (true) {
      Long there = counters.get(name);
      long value = there == null ? 0 : there;
      if (value > limit - amount) {
        return false;
      }
      boolean won = there == null
          ? counters.putIfAbsent(name, amount) == null
          : counters.replace(name, there, value + amount);
      if (won) {
        return true;
      }
    }
  }

  @Override
  public void settle(String tenant, String counter, long reserved, long actual) {
    counters.compute(
        new Name(tenant, counter),
        (k, value) -> Math.max(0, (value == null ? 0 : value) + actual - reserved));
  }

  @Override
  public long counter(String tenant, String counter) {
    return counters.getOrDefault(new Name(tenant, counter), 0L);
  }

  @Override
  public Optional<Flag> flag(String tenant, String name) {
    return Optional.ofNullable(flags.get(new Name(tenant, name)));
  }

  @Override
  public boolean setFlag(String tenant, String name, String value, long expectedVersion) {
    Name key = new Name(tenant, name);
    Flag next = new Flag(name, value, expectedVersion + 1);
    @Nullable Flag there = flags.get(key);
    if (there == null) {
      return expectedVersion == 0 && flags.putIfAbsent(key, next) == null;
    }
    return there.version() == expectedVersion && flags.replace(key, there, next);
  }

  @Override
  public List<Flag> flags(String tenant, String prefix) {
    List<Flag> found = new ArrayList<>();
    flags.forEach((name, flag) -> {
      if (name.tenant().equals(tenant) && name.name().startsWith(prefix)) {
        found.add(flag);
      }
    });
    found.sort(Comparator.comparing(Flag::name));
    return found;
  }

  @Override
  public boolean spend(String tenant, String grantId) {
    return spent.add(new Name(tenant, grantId));
  }
}
