package io.harden4j.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * Keeps what outlives a run and is not a checkpoint: counters of tenants and principals, flags with versions (kill switch, pins) and spent
 * grants. Every operation is atomic and, in a durable store, shared by all processes on it.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Implementations extend {@code ControlStoreContract} of runtime-testkit.
 */
public interface ControlStore {
  /**
   * A named value with a version.
   *
   * @param name    name inside the tenant
   * @param value   its value
   * @param version 1 for the first value, then one more for each change
   */
  record Flag(String name, String value, long version) {}

  /** Adds {@code amount} (0 or more) to a counter unless that would exceed {@code limit}. Returns whether it did. */
  boolean reserve(String tenant, String counter, long amount, long limit);

  /** Replaces a reserved amount by the actual one: adds {@code actual - reserved}. The counter never goes below 0. */
  void settle(String tenant, String counter, long reserved, long actual);

  /** Returns the counter's value, 0 if it was never touched. */
  long counter(String tenant, String counter);

  /** Returns a flag, or empty. */
  Optional<Flag> flag(String tenant, String name);

  /**
   * Sets a flag if it is at {@code expectedVersion} (0: it must not exist).
   *
   * @return whether it was set
   */
  boolean setFlag(String tenant, String name, String value, long expectedVersion);

  /** Lists the flags whose name begins with {@code prefix}, by name. */
  List<Flag> flags(String tenant, String prefix);

  /** Spends a grant. Returns true for the first caller only. */
  boolean spend(String tenant, String grantId);
}
