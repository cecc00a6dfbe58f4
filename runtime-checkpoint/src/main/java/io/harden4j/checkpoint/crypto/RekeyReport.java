package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.ThreadKey;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Rekey} of a tenant has done.
 *
 * @param tenant   the tenant
 * @param threads  threads that were looked at and need no old key any more
 * @param payloads stored values that were sealed anew
 * @param busy     threads that somebody held until the end
 * @param failed   threads with a value that could not be sealed anew, and why; the message names no value
 * @param stopped  true if it was told to stop before it had looked at all threads
 */
public record RekeyReport(
    String tenant,
    long threads,
    long payloads,
    List<ThreadKey> busy,
    Map<ThreadKey, String> failed,
    boolean stopped) {
  /** Copies the collections. */
  public RekeyReport {
    busy = List.copyOf(busy);
    failed = Map.copyOf(failed);
  }

  /** Says whether no value of the tenant needs an old key any more: then it can be removed from the configuration. If not, run it again. */
  public boolean complete() {
    return !stopped && busy.isEmpty() && failed.isEmpty();
  }
}
